using System.Globalization;
using Holdfast.Testing;

namespace Holdfast.Simulation.Tests;

/// <summary>The browsers of a world, and what hurts them.</summary>
internal sealed class SimulatedBrowsers
{
    private readonly FaultPlan _plan;
    private readonly QuietClock _clock;
    private readonly SimulatedSite _site;
    private readonly WorldBook _book;
    private string _cookie = "";
    private int _gone;
    private int _launches;

    public SimulatedBrowsers(FaultPlan plan, QuietClock clock, SimulatedSite site, WorldBook book)
    {
        (_plan, _clock, _site, _book) = (plan, clock, site, book);
        Provider.Launch.Do(LaunchAsync);
        Provider.Restore.Do(_ => _cookie = Provider.Restored[^1].Cookies is [var cookie, ..] ? cookie.Value : "");
        Provider.LogIn.Do(async (_, token) =>
        {
            await Task.Delay(plan.Time("log-in", Provider.LogIn.Calls, TimeSpan.FromSeconds(1)), clock, token);
            _cookie = site.LogIn();
        });
        Provider.End.Do(_ => book.End(Provider.Last.Generation));
        Provider.Captured = _ => new LoginSnapshot(
            _cookie.Length == 0 ? [] : [new SessionCookie("sid", _cookie, "site.test", "/", true, true, null, null)], "agent", "en");
    }

    public ScriptedProvider<ScriptedTab> Provider { get; } = new(static launch => new ScriptedTab(launch));

    /// <summary>The manager of the leg that runs.</summary>
    public ISessionManager? Manager { get; set; }

    /// <summary>The browser that a call rides on now; null when there is none that could be hurt.</summary>
    public ScriptedSession<ScriptedTab>? Current => Provider.Sessions is [.., { IsEnded: false } last] && last.Number > _gone
        && Manager?.Health.State is SessionState.Opening or SessionState.Alive or SessionState.Suspected or SessionState.Unresponsive or SessionState.Recovering
            ? last
            : null;

    /// <summary>The generation that lives and is watched; null for none.</summary>
    public int? Living => Manager?.Health is { IsAlive: true } health ? health.Generation : null;

    /// <summary>True when a generation has died.</summary>
    public bool IsDead(int generation) =>
        Manager?.Health is { } health && (health.Generation > generation || (health.Generation == generation && health.DeathDetected));

    /// <summary>The browser dies, unless it is another one by now.</summary>
    public void Die(ScriptedSession<ScriptedTab>? browser)
    {
        if (browser is not null && browser == Current)
        {
            _book.Strike(browser.Generation, LossCause.BrowserExited);
            _book.Note($"generation {browser.Generation} dies");
            _site.Trials.Die();
            browser.Report(new Evidence(LossCause.BrowserExited, EvidenceStrength.Explicit, "simulation", "the browser died"));
        }
    }

    /// <summary>Browser or driver answer nothing more.</summary>
    /// <param name="browser">The browser.</param>
    /// <param name="driverOnly">True when the driver alone hangs.</param>
    public void Hang(ScriptedSession<ScriptedTab>? browser, bool driverOnly)
    {
        if (browser is null || browser != Current)
        {
            return;
        }

        _book.Strike(browser.Generation, LossCause.Unresponsive);
        _book.Note($"generation {browser.Generation} hangs{(driverOnly ? " in its driver" : "")}");
        if (driverOnly)
        {
            Provider.ProbeAnswer = new ProbeResult(false, "the driver does not answer") { Stuck = SessionLayer.Driver };
        }
        else
        {
            _ = Provider.Probe.Hang();
        }
    }

    /// <summary>The site does not know the browser any more.</summary>
    public void Forget()
    {
        if (Current is { } browser)
        {
            _book.Strike(browser.Generation, LossCause.LoggedOut);
        }
    }

    /// <summary>The job was killed, and its browsers with it.</summary>
    public void Kill() => (Manager, _gone) = (null, Provider.Sessions.Count);

    private async Task LaunchAsync(int launch, CancellationToken cancellationToken)
    {
        int ordinal = ++_launches;
        _book.Launch(Provider.Sessions.Count + 1);
        _book.Note(string.Create(CultureInfo.InvariantCulture, $"launch {ordinal}"));
        _cookie = "";
        Provider.ProbeAnswer = new ProbeResult(true, "simulated");
        Provider.Probe.Do((call, token) => Task.Delay(_plan.Time("probe", call, TimeSpan.FromMilliseconds(5)), _clock, token));
        FaultKind fault = _plan.At(FaultPlace.Launch, "launch", ordinal);
        await Task.Delay(_plan.Time("launch", ordinal, TimeSpan.FromSeconds(3)), _clock, cancellationToken);
        if (fault == FaultKind.LaunchFails)
        {
            throw new InvalidOperationException("the browser does not start");
        }
    }
}
