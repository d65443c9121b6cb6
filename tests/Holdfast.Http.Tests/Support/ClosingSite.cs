using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Holdfast.Http.Tests;

/// <summary>Answers each GET and keeps the connection; takes each POST and closes the connection without a word.</summary>
internal sealed class ClosingSite : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly Task _serving;
    private int _posts;

    public ClosingSite()
    {
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _serving = ServeAsync();
    }

    public Uri Address { get; }

    public int Posts => Volatile.Read(ref _posts);

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
        _over.Dispose();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            using TcpClient client = await _listener.AcceptTcpClientAsync(_over.Token);
            using StreamReader reader = new(client.GetStream(), Encoding.ASCII);
            while (await ReadAsync(reader) is { } method)
            {
                if (method == "POST")
                {
                    Interlocked.Increment(ref _posts);
                    break;
                }

                await client.GetStream().WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), _over.Token);
            }
        }
    }

    /// <returns>The method; null at the end of the connection.</returns>
    private async Task<string?> ReadAsync(StreamReader reader)
    {
        string? first = await reader.ReadLineAsync(_over.Token);
        int length = 0;
        while (await reader.ReadLineAsync(_over.Token) is { Length: > 0 } header)
        {
            length = header.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase) ? header[^1] - '0' : length;
        }

        // The body is read too, or closing would reset the connection instead of ending it.
        if (length > 0)
        {
            await reader.ReadBlockAsync(new char[length], _over.Token);
        }

        return first?.Split(' ')[0];
    }
}
