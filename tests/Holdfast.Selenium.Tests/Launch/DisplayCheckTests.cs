using System.Net;
using System.Net.Sockets;

namespace Holdfast.Selenium.Tests;

public sealed class DisplayCheckTests
{
    [Theory]
    [InlineData(null, null, "neither DISPLAY nor WAYLAND_DISPLAY is set")]
    [InlineData("", "", "neither DISPLAY nor WAYLAND_DISPLAY is set")]
    [InlineData(":7431", null, "no server answers at DISPLAY=:7431")]
    [InlineData("unix:7431.0", null, "no server answers at DISPLAY=unix:7431.0")]
    [InlineData("127.0.0.1:1431", null, "no server answers at DISPLAY=127.0.0.1:1431")]
    [InlineData(null, "wayland-none", "no server answers at WAYLAND_DISPLAY=wayland-none")]
    [InlineData("what is this", null, null)]
    public void Problem_NoDisplay_SaysWhich(string? x, string? wayland, string? why)
    {
        string? problem = DisplayCheck.Problem(Variables(x, wayland, "/nowhere"));

        Assert.Equal(why is null, problem is null);
        Assert.Contains(why ?? "", problem ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Problem_WaylandAnswers_None()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("holdfast-display-");
        try
        {
            using Socket display = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            display.Bind(new UnixDomainSocketEndPoint(Path.Combine(folder.FullName, "wayland-5")));
            display.Listen();

            Assert.Null(DisplayCheck.Problem(Variables(":7431", "wayland-5", folder.FullName)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>As through <c>ssh -X</c>.</summary>
    [Fact]
    public void Problem_XAnswersOverTcp_None()
    {
        using TcpListener display = new(IPAddress.Loopback, 0);
        display.Start();
        int port = ((IPEndPoint)display.LocalEndpoint).Port;
        Assert.SkipUnless(port > 6000, "No port for a display.");

        Assert.Null(DisplayCheck.Problem(Variables($"127.0.0.1:{port - 6000}.0", null, null)));
    }

    private static Func<string, string?> Variables(string? x, string? wayland, string? folder) => name => name switch
    {
        "DISPLAY" => x,
        "WAYLAND_DISPLAY" => wayland,
        "XDG_RUNTIME_DIR" => folder,
        _ => null,
    };
}
