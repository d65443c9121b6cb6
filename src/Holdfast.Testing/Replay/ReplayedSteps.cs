namespace Holdfast.Testing;

/// <summary>Makes the steps of a recovery take what they took, and come to what they came to.</summary>
internal sealed class ReplayedSteps(IReadOnlyList<RecoveryStep> steps, TimeProvider time)
{
    public void Script(ScriptedManager<ScriptedTab> rig)
    {
        ScriptedProvider<ScriptedTab> provider = rig.Provider;
        Script(provider.Launch, "launch");
        Script(provider.LogIn, "log-in");
        Script(provider.Capture, "capture");
        Script(provider.Restore, "restore-login");
        Script(provider.Canary, "canary");
        Script(provider.End, "end");
        Script(provider.Reuse, "reuse", "new-tab");
        provider.CanReuse = steps.Any(step => step is { Name: "reuse" or "new-tab", Outcome: "ok" });
        if (steps.Any(step => step is { Name: "login-page", Outcome: "ok" }))
        {
            provider.ShownPage = new ShownPage(null, AsksForPassword: true);
        }

        if (rig.Verifier is { } verifier)
        {
            bool[] known = [.. steps.Where(step => step.Name == "verify").Select(step => step.Outcome != "no")];
            int asked = 0;
            Func<LoginSnapshot, Identity> usual = verifier.Answer;
            Script(verifier.Asked, "verify");
            verifier.Answer = login => Interlocked.Increment(ref asked) is var call && call <= known.Length && !known[call - 1]
                ? Identity.Visitor("scripted")
                : usual(login);
        }
    }

    private void Script(ScriptedStep step, params IReadOnlyList<string> names)
    {
        RecoveryStep[] recorded = [.. steps.Where(entry => names.Contains(entry.Name))];
        int called = 0;
        step.Do(async (_, token) =>
        {
            int call = Interlocked.Increment(ref called);
            if (call > recorded.Length)
            {
                return;
            }

            RecoveryStep played = recorded[call - 1];
            if (played.Duration > TimeSpan.Zero)
            {
                await Task.Delay(played.Duration, time, token).ConfigureAwait(false);
            }

            if (played.Outcome is not ("ok" or "no"))
            {
                // The last one ended the attempts where it was the site's or the hook's word; any other was tried again.
                throw IsLast(played) ? new LoginRefusedException(played.Outcome) : new TimeoutException(played.Outcome);
            }
        });
    }

    /// <summary>A hook with which all attempts ended; a browser that was found alive after it makes no difference.</summary>
    private bool IsLast(RecoveryStep played) => played.Name is "log-in" or "verify"
        && steps.SkipWhile(step => !ReferenceEquals(step, played)).Skip(1).All(step => step is { Name: "canary", Outcome: "ok" });
}
