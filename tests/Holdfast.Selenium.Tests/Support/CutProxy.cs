using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Holdfast.Selenium.Tests;

/// <summary>A TCP proxy on 127.0.0.1 that can cut, refuse, swallow and delay what it passes on.</summary>
internal sealed class CutProxy : IAsyncDisposable
{
    private readonly int _target;
    private readonly ConcurrentDictionary<TcpClient, bool> _ends = new();
    private readonly List<Task> _loops = [];
    private TcpListener _listener;
    private volatile bool _swallows;

    public CutProxy(int target)
    {
        _target = target;
        _listener = new TcpListener(IPAddress.Loopback, 0);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _loops.Add(LoopAsync(_listener));
    }

    public int Port { get; }

    public Uri Url => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}"));

    /// <summary>How long each piece is held back.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Connections are taken and nothing comes through, in either direction, on old and new ones.</summary>
    public void Swallow() => _swallows = true;

    /// <summary>New bytes come through again; what was swallowed is lost, so connections of that time are cut.</summary>
    public void StopSwallowing()
    {
        _swallows = false;
        Cut();
    }

    /// <summary>Resets every connection; new ones are taken.</summary>
    public void Cut()
    {
        foreach (TcpClient end in _ends.Keys)
        {
            _ = _ends.TryRemove(end, out _);
            try
            {
                // Disposed of by its own end meanwhile, it has none.
                end.Client?.LingerState = new LingerOption(true, 0);
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                // Closed by its other end.
            }

            end.Dispose();
        }
    }

    /// <summary>Stops listening, and resets every connection.</summary>
    public void Refuse()
    {
        _listener.Dispose();
        Cut();
    }

    /// <summary>Listens again.</summary>
    public void Return()
    {
        _listener = new TcpListener(IPAddress.Loopback, Port);
        _listener.Start();
        _loops.Add(LoopAsync(_listener));
    }

    public async ValueTask DisposeAsync()
    {
        Refuse();
        await Task.WhenAll(_loops);
    }

    private async Task LoopAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                TcpClient near = await listener.AcceptTcpClientAsync();
                _ = PassAsync(near);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Told to stop.
        }
    }

    private async Task PassAsync(TcpClient near)
    {
        TcpClient far = new();
        _ends[near] = true;
        _ends[far] = true;
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, _target);
            near.NoDelay = far.NoDelay = true;
            _ = await Task.WhenAny(CopyAsync(near.GetStream(), far.GetStream()), CopyAsync(far.GetStream(), near.GetStream()));
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Nobody listens there, or the connection was cut.
        }

        _ = _ends.TryRemove(near, out _);
        _ = _ends.TryRemove(far, out _);
        near.Dispose();
        far.Dispose();
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to)
    {
        byte[] buffer = new byte[16 * 1024];
        try
        {
            int read;
            while ((read = await from.ReadAsync(buffer)) > 0)
            {
                if (Delay > TimeSpan.Zero)
                {
                    await Task.Delay(Delay, TimeProvider.System);
                }

                if (!_swallows)
                {
                    await to.WriteAsync(buffer.AsMemory(0, read));
                }
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or SocketException)
        {
            // Cut.
        }
    }
}
