using Microsoft.Extensions.Time.Testing;

namespace Holdfast.App.Tests;

public sealed class EndAtOnceTests
{
    [Fact]
    public async Task Run_BrowserHangs_ExitsAfterTwoSeconds()
    {
        FakeTimeProvider time = new();
        StringWriter error = new();
        List<int> exits = [];
        HangingSessions sessions = new();
        EndAtOnce end = new(sessions, new AppEnvironment
        {
            Screen = new Screen(error, error, TerminalTraits.Plain),
            Time = time,
            Exit = exits.Add,
            Program = "kinfolk",
        });

        Task ending = end.RunAsync();
        Assert.True(sessions.IsDisposing);
        Assert.Empty(exits);
        time.Advance(TimeSpan.FromSeconds(2));
        await ending.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal([ExitCode.EndedAtOnce], exits);
        Assert.Contains("'kinfolk sweep' ends it", error.ToString(), StringComparison.Ordinal);
    }

    private sealed class HangingSessions : ISessionManager
    {
        public bool IsDisposing { get; private set; }

        public string Name => "main";

        public SessionHealth Health => throw new NotSupportedException();

        public bool ShouldHalt => false;

        public bool IsDeathCascade => false;

        public Task<SessionLease> LeaseAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<SessionHealth> CheckHealthAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public ValueTask DisposeAsync()
        {
            IsDisposing = true;
            return new(new TaskCompletionSource().Task);
        }
    }
}
