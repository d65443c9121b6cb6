namespace Holdfast.App;

/// <summary>The end that waits for nothing: the browser gets two seconds to be killed, then the process is gone. The ledger needs no farewell,
/// because each commit is whole or absent.</summary>
internal sealed class EndAtOnce(ISessionManager? sessions, AppEnvironment environment)
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(2);

    /// <summary>Begins the end and returns.</summary>
    public void Begin() => _ = Task.Run(RunAsync);

    internal async Task RunAsync()
    {
        environment.Screen.BeginEnd();
        environment.Screen.SetStatus([]);
        environment.Screen.PrintError(
            $"{environment.Program}: ended at once. What was committed is safe; what was in flight is fetched again next time.");
        try
        {
            if (sessions is not null)
            {
                await sessions.DisposeAsync().AsTask().WaitAsync(s_bound, environment.Time).ConfigureAwait(false);
            }
        }
        catch (Exception)
        {
            environment.Screen.PrintError($"{environment.Program}: the browser may still be running; '{environment.Call} sweep' ends it.");
        }

        await environment.Screen.PrintedAsync().ConfigureAwait(false);
        environment.Exit(ExitCode.EndedAtOnce);
    }
}
