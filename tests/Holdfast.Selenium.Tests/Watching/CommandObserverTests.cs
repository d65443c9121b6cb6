using OpenQA.Selenium.Remote;

namespace Holdfast.Selenium.Tests;

public sealed class CommandObserverTests
{
    private const string Session = "http://127.0.0.1:1/session/0123456789abcdef0123456789abcdef";

    private readonly Listener _listener = new();
    private readonly CommandObserver _commands;

    public CommandObserverTests() => _commands = new CommandObserver(_listener, TimeProvider.System);

    [Theory]
    [InlineData("9F7EFECD272DD1A424C135650A05E8F7")]
    [InlineData("2b1e7a2c-0c3d-4f0e-9a51-5b8f6f0f1a2b")]
    public void OnSending_SwitchToATab_UsesIt(string handle)
    {
        Send("POST", "/window", $$"""{"handle":"{{handle}}"}""");
        Assert.Equal([$"use {handle}"], _listener.Told);
    }

    [Fact]
    public void OnSending_SwitchToAWindowByItsName_IsNoTabToWatch()
    {
        Send("POST", "/window", """{"handle":"nowhere"}""");
        Assert.Empty(_listener.Told);
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

    /// <summary>Only what goes to the tab in use says that the driver is still there.</summary>
    [Theory]
    [InlineData("GET", "/title", "call")]
    [InlineData("GET", "/window", "call")]
    [InlineData("POST", "/element/f.9F7EFECD272DD1A424C135650A05E8F7.d.1.e.2/click", "call")]
    [InlineData("GET", "/window/handles", "look around")]
    [InlineData("POST", "/timeouts", null)]
    [InlineData("DELETE", "/window", "leave")]
    [InlineData("DELETE", "", "quit")]
    public void OnSending_EachCommand_TellsWhatItDoesToTheTab(string method, string path, string? told)
    {
        Send(method, path, "{}");
        Assert.Equal(told is null ? [] : [told], _listener.Told);
    }

    [Theory]
    [InlineData("GET", "/title", true, false, true)]
    [InlineData("GET", "/title", false, true, true)]
    [InlineData("GET", "/title", false, false, false)]
    [InlineData("POST", "/execute/sync", true, false, false)]
    [InlineData("POST", "/execute/sync", false, true, true)]
    [InlineData("POST", "/execute/async", false, false, true)]
    [InlineData("POST", "/element/f.9F7EFECD272DD1A424C135650A05E8F7.d.1.e.2/click", true, true, false)]
    public void MayBeCutOff_OnlyWhereTheTabsEndLooksLikeAnAnswer(string method, string path, bool isNull, bool isLong, bool expected)
    {
        Send(method, path, "{}");
        Assert.Equal(expected, _commands.MayBeCutOff(isNull, isLong));
    }

    private void Send(string method, string path, string body) =>
        _commands.OnSending(this, new SendingRemoteHttpRequestEventArgs(method, Session + path, body));

    private sealed class Listener : ICommandListener
    {
        public List<string> Told { get; } = [];

        public void Use(string target) => Told.Add($"use {target}");

        public void Leave() => Told.Add("leave");

        public void LookAround() => Told.Add("look around");

        public void Call() => Told.Add("call");

        public void OnQuit() => Told.Add("quit");
    }
}
