using System.Globalization;
using System.Net.Sockets;

namespace Holdfast.Browsers;

/// <summary>Tells whether a browser with a window has a display on Linux, before it is started: without one it ends, and nobody says why.</summary>
internal static class DisplayCheck
{
    private const string Headless = "Run it headless, or under xvfb-run.";
    private const string SocketFolder = "/tmp/.X11-unix";
    private const int FirstPort = 6000;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(2);

    /// <summary>Looks for a display that answers.</summary>
    /// <param name="environment">Reads a variable.</param>
    /// <returns>What is wrong, and what helps; null when nothing is.</returns>
    public static string? Problem(Func<string, string?> environment)
    {
        string? x = environment("DISPLAY");
        string? wayland = environment("WAYLAND_DISPLAY");
        if (string.IsNullOrEmpty(x) && string.IsNullOrEmpty(wayland))
        {
            return $"A browser with a window needs a display, and neither DISPLAY nor WAYLAND_DISPLAY is set. {Headless}";
        }

        return (!string.IsNullOrEmpty(x) && XAnswers(x)) || (!string.IsNullOrEmpty(wayland) && WaylandAnswers(wayland, environment("XDG_RUNTIME_DIR")))
            ? null
            : "A browser with a window needs a display, and no server answers at "
                + $"{(string.IsNullOrEmpty(x) ? $"WAYLAND_DISPLAY={wayland}" : $"DISPLAY={x}")}. {Headless}";
    }

    /// <summary>A display is <c>host:number.screen</c>, without a host when it is on this machine.</summary>
    private static bool XAnswers(string display)
    {
        int colon = display.LastIndexOf(':');
        string digits = colon < 0 ? "" : display[(colon + 1)..].Split('.')[0];
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number > ushort.MaxValue - FirstPort)
        {
            // Nothing that we know how to ask; the browser will say.
            return true;
        }

        string host = display[..colon];
        string socket = string.Create(CultureInfo.InvariantCulture, $"{SocketFolder}/X{number}");
        return host is "" or "unix"
            ? Answers(new UnixDomainSocketEndPoint($"\0{socket}")) || Answers(new UnixDomainSocketEndPoint(socket))
            : Answers(new System.Net.DnsEndPoint(host, FirstPort + number));
    }

    private static bool WaylandAnswers(string display, string? folder) =>
        Path.IsPathRooted(display) ? Answers(new UnixDomainSocketEndPoint(display))
        : !string.IsNullOrEmpty(folder) && Answers(new UnixDomainSocketEndPoint(Path.Combine(folder, display)));

    private static bool Answers(System.Net.EndPoint place)
    {
        using Socket socket = place is UnixDomainSocketEndPoint
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            IAsyncResult connecting = socket.BeginConnect(place, null, null);
            if (!connecting.AsyncWaitHandle.WaitOne(s_limit))
            {
                return false;
            }

            socket.EndConnect(connecting);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
