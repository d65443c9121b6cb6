using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace Holdfast.Selenium.Tests;

/// <summary>A command that nobody waits for any more may hold up all later ones.</summary>
public sealed class GivenUpCommandTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stuck_NoAnswerBehindIt_IsSaidAfterTheWait()
    {
        await using SilentSite driver = new();
        using HttpClient http = new();
        GivenUpCommand command = new(new Uri(driver.Url), http, _time);
        await command.WatchAsync("POST /url");
        _time.Advance(s_patience - TimeSpan.FromSeconds(1));
        Assert.Null(command.Stuck);

        // The next command is given up too; it is the first that holds them up.
        await command.WatchAsync("GET /title");
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(("POST /url", s_patience), command.Stuck);
    }

    [Fact]
    public void Stuck_NothingGivenUp_IsNull()
    {
        using HttpClient http = new();
        GivenUpCommand command = new(new Uri("http://127.0.0.1:1/"), http, _time);
        _time.Advance(s_patience);
        Assert.Null(command.Stuck);
    }

    [Fact]
    public async Task Stuck_AnswerBehindIt_EndsTheDoubt()
    {
        using TcpListener driver = new(IPAddress.Loopback, 0);
        driver.Start();
        using HttpClient http = new();
        GivenUpCommand command = new(new Uri($"http://{driver.LocalEndpoint}/"), http, _time);
        await command.WatchAsync("POST /url");
        _time.Advance(s_patience);
        Assert.NotNull(command.Stuck);

        // The next command cannot overtake it: all of it was on its way before.
        using Socket connection = await driver.AcceptSocketAsync(Token);
        byte[] question = new byte[1024];
        int length = await connection.ReceiveAsync(question, Token);
        Assert.StartsWith("POST / ", Encoding.ASCII.GetString(question, 0, length), StringComparison.Ordinal);
        Assert.EndsWith("{}", Encoding.ASCII.GetString(question, 0, length), StringComparison.Ordinal);
        await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), Token);

        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(TimeSpan.FromSeconds(20));
        while (command.Stuck is not null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, deadline.Token);
        }
    }
}
