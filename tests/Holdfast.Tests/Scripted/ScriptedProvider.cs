using System.Collections.Concurrent;

namespace Holdfast.Tests;

/// <summary>Launches scripted sessions. The steps are shared by all of them, so that a script speaks of the second launch or the third log-in.</summary>
internal sealed class ScriptedProvider : ISessionProvider<Gadget>
{
    private int _running;

    public Step Launch { get; } = new();

    public Step LogIn { get; } = new();

    public Step Capture { get; } = new();

    public Step Restore { get; } = new();

    public Step Canary { get; } = new();

    public Step Probe { get; } = new();

    public Step Reuse { get; } = new();

    public Step End { get; } = new();

    public bool CanReuse { get; set; }

    public ProbeResult ProbeAnswer { get; set; } = new(true, "1 ms");

    /// <summary>How long the driver says it has been at its command; null for none.</summary>
    public Func<TimeSpan?>? CommandAge { get; set; }

    public Func<Exception, Verdict> Classify { get; set; } = static _ => Verdict.None;

    public Func<Verdict, CancellationToken, Task<Verdict>> Confirm { get; set; } = static (_, _) => Task.FromResult(Verdict.None);

    public ConcurrentQueue<string> Journal { get; } = new();

    public ConcurrentQueue<ScriptedSession> Sessions { get; } = new();

    public ConcurrentQueue<LoginSnapshot> Restored { get; } = new();

    /// <summary>Browsers launched and not ended.</summary>
    public int Running => Volatile.Read(ref _running);

    public ScriptedSession Last => Sessions.Last();

    /// <summary>The evidence sink of the launch under way, or of the last.</summary>
    public IEvidenceSink? Evidence { get; private set; }

    public async Task<ISupervisedSession<Gadget>> LaunchAsync(SessionLaunch launch, CancellationToken cancellationToken)
    {
        Journal.Enqueue("launch");
        Evidence = launch.Evidence;
        await Launch.RunAsync(cancellationToken);
        ScriptedSession session = new(this, launch, Sessions.Count + 1);
        Interlocked.Increment(ref _running);
        Sessions.Enqueue(session);
        return session;
    }

    public void Ended() => Interlocked.Decrement(ref _running);
}
