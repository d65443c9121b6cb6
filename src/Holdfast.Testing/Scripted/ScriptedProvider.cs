using System.Collections.Concurrent;

namespace Holdfast.Testing;

/// <summary>Launches scripted sessions: browsers that are not there. The steps are shared by all launches, so that a script speaks of the
/// second launch or the third log-in.</summary>
/// <typeparam name="TSession">What callers drive.</typeparam>
/// <param name="create">Makes what callers drive, given the launch's ordinal, from 1.</param>
/// <remarks>Thread safe. Set properties before the session is used, or between its calls.</remarks>
public sealed class ScriptedProvider<TSession>(Func<int, TSession> create) : ISessionProvider<TSession>
    where TSession : class
{
    private readonly ConcurrentQueue<ScriptedSession<TSession>> _sessions = new();
    private readonly ConcurrentQueue<string> _journal = new();
    private readonly ConcurrentQueue<LoginSnapshot> _restored = new();
    private int _running;
    private volatile IEvidenceSink? _evidence;

    /// <summary>Each launch, before there is a session.</summary>
    public ScriptedStep Launch { get; } = new();

    /// <summary>Each log-in.</summary>
    public ScriptedStep LogIn { get; } = new();

    /// <summary>What the newest log-in was handed, as a hook is; null before the first. A <see cref="LogIn"/> that asks for a code or a person's answer
    /// uses it.</summary>
    public LoginContext? NewestLogin { get; internal set; }

    /// <summary>Each reading of the login.</summary>
    public ScriptedStep Capture { get; } = new();

    /// <summary>Each putting back of an earlier login.</summary>
    public ScriptedStep Restore { get; } = new();

    /// <summary>Each canary command.</summary>
    public ScriptedStep Canary { get; } = new();

    /// <summary>Each probe; answered with <see cref="ProbeAnswer"/> when the step has ended.</summary>
    public ScriptedStep Probe { get; } = new();

    /// <summary>Each question whether the browser can be kept; answered with <see cref="CanReuse"/> when the step has ended.</summary>
    public ScriptedStep Reuse { get; } = new();

    /// <summary>Each end of a session.</summary>
    public ScriptedStep End { get; } = new();

    /// <summary>Each piece of work that drives the session, before the work begins. API calls do not come here.</summary>
    public ScriptedStep Invoke { get; } = new();

    /// <summary>Whether a browser can serve the next generation. Default false: each recovery launches.</summary>
    public bool CanReuse { get; set; }

    /// <summary>The answer of probes. Default: alive.</summary>
    public ProbeResult ProbeAnswer { get; set; } = new(true, "scripted");

    /// <summary>The login that is read from a session, given its launch's ordinal, from 1. Default: one cookie for <c>site.test</c>.</summary>
    public Func<int, LoginSnapshot> Captured { get; set; } = static launch => new LoginSnapshot(
        [new SessionCookie("sid", $"s{launch}", "site.test", "/", true, true, null, null)], "agent", "en");

    /// <summary>The page that browsers show when the site does not know us after a log-in. Null (the default): it cannot be told. One that asks for a
    /// password makes a refused login of it.</summary>
    public ShownPage? ShownPage { get; set; }

    /// <summary>Tells the driver's exceptions from a hook's own, which end the session at once when a log-in throws one. Default: none is the driver's;
    /// failures of HTTP and time-outs are known without.</summary>
    public Func<Exception, bool> IsDriverFault { get; set; } = static _ => false;

    /// <summary>How long the driver says it has been at its command. Null (the default): it has none.</summary>
    public Func<TimeSpan?>? CommandAge { get; set; }

    /// <summary>What hurts the sessions, such as in a drill. Null (the default): nothing does.</summary>
    public IFaultTarget? Faults { get; set; }

    /// <summary>Judges the failures of work that drives the session. Default: no rule matches.</summary>
    public Func<Exception, Verdict> Classify { get; set; } = static _ => Verdict.None;

    /// <summary>Resolves suspicions. Default: not confirmed.</summary>
    public Func<Verdict, CancellationToken, Task<Verdict>> Confirm { get; set; } = static (_, _) => Task.FromResult(Verdict.None);

    /// <summary>The names of the steps that were called, in order, as recovery names them; probes and work are left out.</summary>
    public IReadOnlyList<string> Journal => [.. _journal];

    /// <summary>Every session that was launched, in order.</summary>
    public IReadOnlyList<ScriptedSession<TSession>> Sessions => [.. _sessions];

    /// <summary>Every login that was put back, in order.</summary>
    public IReadOnlyList<LoginSnapshot> Restored => [.. _restored];

    /// <summary>Browsers launched and not ended. Anything above one is a browser left behind.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>The newest session.</summary>
    /// <exception cref="InvalidOperationException">Nothing was launched yet.</exception>
    public ScriptedSession<TSession> Last => _sessions.LastOrDefault() ?? throw new InvalidOperationException("No session was launched yet.");

    /// <summary>Where the newest launch reports evidence, also while it is under way; null before the first.</summary>
    public IEvidenceSink? Evidence => _evidence;

    /// <summary>The newest browser's watchers report something.</summary>
    /// <param name="evidence">What they saw.</param>
    /// <exception cref="InvalidOperationException">Nothing was launched yet.</exception>
    public void Report(Evidence evidence) =>
        (_evidence ?? throw new InvalidOperationException("No session was launched yet: there is nothing that could die.")).Report(evidence);

    /// <summary>The newest browser dies here and now, of a cause beyond doubt.</summary>
    /// <param name="cause">The cause. Default: the browser is gone.</param>
    /// <exception cref="InvalidOperationException">Nothing was launched yet.</exception>
    public void Die(LossCause cause = LossCause.BrowserExited) =>
        Report(new Evidence(cause, EvidenceStrength.Explicit, "script", $"scripted: {cause}"));

    /// <summary>The browser dies when the given piece of work has been admitted and is about to begin. Replaces <see cref="Invoke"/>'s script.</summary>
    /// <param name="call">The ordinal of the work over all launches, from 1.</param>
    /// <param name="cause">The cause. Default: the browser is gone.</param>
    public void DieAt(int call, LossCause cause = LossCause.BrowserExited) => Invoke.Do(number =>
    {
        if (number == call)
        {
            Die(cause);
        }
    });

    /// <inheritdoc/>
    public async Task<ISupervisedSession<TSession>> LaunchAsync(SessionLaunch launch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(launch);
        Note("launch");
        _evidence = launch.Evidence;
        await Launch.RunAsync(cancellationToken).ConfigureAwait(false);
        int number = _sessions.Count + 1;
        ScriptedSession<TSession> session = new(this, launch, number, create(number));
        Interlocked.Increment(ref _running);
        _sessions.Enqueue(session);
        return session;
    }

    /// <summary>Empties <see cref="Journal"/>, so that a test sees only what comes next.</summary>
    public void ClearJournal() => _journal.Clear();

    internal void Note(string step) => _journal.Enqueue(step);

    internal void NoteRestored(LoginSnapshot login) => _restored.Enqueue(login);

    internal void NoteEnded() => Interlocked.Decrement(ref _running);
}
