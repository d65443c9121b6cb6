using OpenQA.Selenium.Remote;

namespace Holdfast.Selenium.Tests;

public sealed class CommandObserverTests
{
    private const string Session = "http://127.0.0.1:1/session/0123456789abcdef0123456789abcdef";

    private readonly List<string> _used = [];
    private readonly CommandObserver _commands;

    public CommandObserverTests() => _commands = new CommandObserver(_used.Add, () => { }, () => { }, TimeProvider.System);

    [Theory]
    [InlineData("9F7EFECD272DD1A424C135650A05E8F7")]
    [InlineData("2b1e7a2c-0c3d-4f0e-9a51-5b8f6f0f1a2b")]
    public void OnSending_SwitchToATab_UsesIt(string handle)
    {
        Send("POST", "/window", $$"""{"handle":"{{handle}}"}""");
        Assert.Equal([handle], _used);
    }

    [Fact]
    public void OnSending_SwitchToAWindowByItsName_IsNoTabToWatch()
    {
        Send("POST", "/window", """{"handle":"nowhere"}""");
        Assert.Empty(_used);
    }

    [Theory]
    [InlineData("POST", "/window/new", "POST /window/new")]
    [InlineData("GET", "/element/f.9F7EFECD272DD1A424C135650A05E8F7.d.1.e.2/text", "GET /element/text")]
    [InlineData("DELETE", "", "DELETE /")]
    public void Last_NamesTheCommandWithoutIds(string method, string path, string name)
    {
        Send(method, path, "{}");
        Assert.Equal(name, _commands.Last);
    }

    private void Send(string method, string path, string body) =>
        _commands.OnSending(this, new SendingRemoteHttpRequestEventArgs(method, Session + path, body));
}
