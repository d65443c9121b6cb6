namespace Holdfast.Selenium.Tests;

/// <summary>What is decided without a hub.</summary>
public sealed class RemoteRulesTests
{
    private static readonly HubAnswer s_fine = new(HubAnswerKind.Answered, "");
    private static readonly HubAnswer s_silent = new(HubAnswerKind.Silence, "");
    private static readonly HubAnswer s_cut = new(HubAnswerKind.NoHub, "");
    private static readonly HubAnswer s_gone = new(HubAnswerKind.SessionGone, "");

    [Theory]
    [InlineData("ws://127.0.0.1:9515/session/1", "http://grid:4444/", "ws://grid:4444/session/1")]
    [InlineData("ws://10.0.0.7:5555/session/1/se/bidi", "https://hub.example/wd/hub/", "wss://hub.example/session/1/se/bidi")]
    [InlineData("wss://node/session/1", "http://127.0.0.1:80/", "ws://127.0.0.1/session/1")]
    [InlineData(true, "http://grid:4444/", null)]
    [InlineData(null, "http://grid:4444/", null)]
    [InlineData("nonsense", "http://grid:4444/", null)]
    public void BiDiAddress_Offered_GoesThroughTheHub(object? offered, string hub, string? expected) =>
        Assert.Equal(expected, BiDiAddress.Find(offered, new Uri(hub))?.AbsoluteUri);

    [Fact]
    public void Hub_NameAndKey_AreSentAndNotShown()
    {
        using HubClient hub = new(new Uri("https://me%40x:k%3Aey@hub.example/wd/hub?x=1"), TimeSpan.FromSeconds(1), TimeProvider.System);
        Assert.Equal("https://hub.example/wd/hub/", hub.Address.AbsoluteUri);
        Assert.Equal(Convert.ToBase64String("me@x:k:ey"u8.ToArray()), hub.Authorization?.Parameter);
    }

    [Theory]
    [InlineData(2, 20, false)]
    [InlineData(3, 9.9, false)]
    [InlineData(3, 10, true)]
    [InlineData(30, 10, true)]
    public void HubDoubt_BothLimitsMustBeOver(int missed, double seconds, bool lost) =>
        Assert.Equal(lost, HubDoubt.IsLost(missed, TimeSpan.FromSeconds(seconds), new RemoteOptions()));

    [Fact]
    public void Judge_NamesOnlyWhatCanBeTold()
    {
        Assert.Equal((true, null), RemoteProbe.Judge(s_fine, s_fine, s_fine, s_fine));
        Assert.Equal((false, SessionLayer.Connection), RemoteProbe.Judge(s_cut, s_cut, s_cut, s_cut));
        Assert.Equal((false, SessionLayer.Connection), RemoteProbe.Judge(s_silent, s_silent, s_silent, s_silent));
        Assert.Equal((false, SessionLayer.Connection), RemoteProbe.Judge(s_fine, s_silent, s_fine, s_fine));
        Assert.Equal((false, SessionLayer.Connection), RemoteProbe.Judge(s_fine, s_fine, s_cut, s_fine));
        Assert.Equal((false, null), RemoteProbe.Judge(s_fine, s_fine, s_silent, s_silent));
        Assert.Equal((false, null), RemoteProbe.Judge(s_fine, s_fine, s_gone, s_fine));
        Assert.Equal((false, SessionLayer.Tab), RemoteProbe.Judge(s_fine, s_fine, s_fine, s_silent));
    }

    [Theory]
    [InlineData("invalid session id: invalid session id", "SessionGone")]
    [InlineData("invalid session id: Unable to find session with ID: 4711", "SessionGone")]
    [InlineData("unknown error: Session [4711] was terminated due to TIMEOUT", "SessionGone")]
    [InlineData("no such window: target window already closed", "WindowGone")]
    [InlineData("tab crashed: tab crashed", "TabCrashed")]
    [InlineData("unknown error: java.net.ConnectException: Connection refused", "NoHub")]
    [InlineData("unknown command: Unable to route (GET) /session", "NoHub")]
    [InlineData("unknown command: unknown command", "Refused")]
    [InlineData("script timeout: script timeout", "Refused")]
    public void KindOf_HubsError_FollowsTheRules(string error, string kind) => Assert.Equal(kind, HubClient.KindOf(error).ToString());

    [Theory]
    [InlineData(null)]
    [InlineData("ftp://hub/")]
    [InlineData("/relative")]
    public void Provider_NoHub_IsRefused(string? hub) => Assert.Throws<ArgumentException>(
        () => new RemoteProvider(new RemoteOptions { HubUrl = hub is null ? null : new Uri(hub, UriKind.RelativeOrAbsolute) }));
}
