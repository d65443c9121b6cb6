using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Holdfast.Selenium.Tests;

/// <summary>A site of one page on 127.0.0.1 that keeps the headers it was sent and answers with the headers it was given.</summary>
internal sealed class RawSite : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _loop;

    public RawSite()
    {
        _listener.Start();
        _loop = LoopAsync();
    }

    /// <summary>How long the site takes for its page.</summary>
    public TimeSpan Delay { get; init; }

    public IList<string> ResponseHeaders { get; } = [];

    public ConcurrentQueue<Dictionary<string, string>> Requests { get; } = new();

    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _loop;
        _listener.Dispose();
    }

    private async Task LoopAsync()
    {
        while (true)
        {
            try
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync();
                await AnswerAsync(client.GetStream());
            }
            catch (IOException)
            {
                // A speculative connection of the browser.
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        using StreamReader reader = new(stream, Encoding.Latin1, leaveOpen: true);
        string? request = await reader.ReadLineAsync();
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        if (request?.StartsWith("GET / ", StringComparison.Ordinal) == true)
        {
            Requests.Enqueue(headers);
            await Task.Delay(Delay, TimeProvider.System);
        }

        StringBuilder answer = new("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 4\r\nConnection: close\r\n");
        foreach (string header in ResponseHeaders)
        {
            _ = answer.Append(header).Append("\r\n");
        }

        _ = answer.Append("\r\npage");
        await stream.WriteAsync(Encoding.Latin1.GetBytes(answer.ToString()));
    }
}
