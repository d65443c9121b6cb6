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
                throw new InvalidOperationException(played.Outcome);
            }
        });
    }
}
