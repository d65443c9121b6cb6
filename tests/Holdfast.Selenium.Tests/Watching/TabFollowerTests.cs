using Holdfast.Testing;

namespace Holdfast.Selenium.Tests;

/// <summary>Who closes a tab, and where the driver goes, decides whether it is lost. Without a browser: the moments are exact.</summary>
public sealed class TabFollowerTests : IDisposable
{
    private const string Main = "main";
    private const string PopUp = "pop-up";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_shutdown = TimeSpan.FromMilliseconds(180);

    private readonly ScriptedClock _clock = new();
    private readonly TabTracker _tabs = new();
    private readonly TaskCompletionSource _death = new();
    private readonly TabFollower _follower;
    private Func<Task<string?>> _driver = static () => Task.FromResult<string?>(null);
    private int _lost;

    public TabFollowerTests()
    {
        _follower = new TabFollower(_tabs, _ => _driver(), _tabs.Use, () => _lost++, _death.Task, _clock);
        _tabs.Add(Main);
        _tabs.Add(PopUp);
        _tabs.Use(PopUp);
    }

    public void Dispose() => _follower.Dispose();

    [Fact]
    public async Task Close_DriverStaysInIt_IsLostAfterASecond()
    {
        Close();
        await _clock.TimerAsync(s_patience);
        Assert.Equal(0, _lost);
        _clock.Advance(s_patience);
        await _clock.PassAsync(s_shutdown);
        await DecidedAsync();
        Assert.Equal(1, _lost);
    }

    [Fact]
    public async Task Close_DriverGoesOnInAnother_IsNotLost()
    {
        Close();
        await _clock.TimerAsync(s_patience);
        Use(Main);
        await DecidedAsync();
        Assert.Equal((0, Main), (_lost, _tabs.InUse));
    }

    [Fact]
    public async Task Close_ACommandGoesToIt_IsLostBeforeTheSecond()
    {
        Close();
        await _clock.TimerAsync(s_patience);
        _follower.Call();
        await _clock.PassAsync(s_shutdown);
        await DecidedAsync();
        Assert.Equal(1, _lost);
    }

    /// <summary>A hook that waits until the pop-up is gone asks for the windows again and again.</summary>
    [Fact]
    public async Task Close_DriverLooksForTheOthers_HasASecondMore()
    {
        Close();
        await _clock.TimerAsync(s_patience);
        _clock.Advance(s_patience / 2);
        _follower.Move();
        await _clock.TimerAsync(s_patience, 2);
        _clock.Advance(s_patience / 2);
        Use(Main);
        await DecidedAsync();
        Assert.Equal(0, _lost);
    }

    /// <summary>A switch to a tab that is gone by then leaves the driver where it was.</summary>
    [Fact]
    public async Task Call_AfterASwitchThatFailed_FindsTheDriverWhereItWas()
    {
        _tabs.Use(Main);
        _tabs.Remove(PopUp);
        Use(PopUp);
        _driver = static () => Task.FromResult<string?>(Main);
        _follower.Call();
        await DecidedAsync();
        Assert.Equal((0, Main), (_lost, _tabs.InUse));
    }

    /// <summary>A browser that shuts down in good order loses its tabs one by one.</summary>
    [Fact]
    public async Task Call_BrowserShutsDown_LeavesTheCauseToIt()
    {
        Close();
        _follower.Call();
        await _clock.TimerAsync(s_shutdown);
        _death.SetResult();
        await DecidedAsync();
        Assert.Equal(0, _lost);
    }

    [Fact]
    public async Task Close_DriverCannotBeAsked_SaysNothing()
    {
        _driver = static () => Task.FromException<string?>(new HttpRequestException("refused"));
        Close();
        await _clock.PassAsync(s_patience);
        await DecidedAsync();
        Assert.Equal(0, _lost);
    }

    [Fact]
    public void Call_TabIsThere_AsksNobody()
    {
        _driver = static () => throw new InvalidOperationException("asked");
        _follower.Call();
        Assert.True(_follower.Decided.IsCompleted);
    }

    private void Close()
    {
        Assert.Equal(TabEvent.InUseClosed, _tabs.Remove(PopUp));
        _follower.Close();
    }

    private void Use(string tab)
    {
        _tabs.Use(tab);
        _follower.Move();
    }

    private Task DecidedAsync() => _follower.Decided.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, TestContext.Current.CancellationToken);
}
