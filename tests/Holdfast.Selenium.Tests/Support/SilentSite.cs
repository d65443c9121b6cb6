using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Holdfast.Selenium.Tests;

/// <summary>Accepts connections and never answers.</summary>
internal sealed class SilentSite : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public SilentSite() => _listener.Start();

    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    public ValueTask DisposeAsync()
    {
        _listener.Dispose();
        return ValueTask.CompletedTask;
    }
}
