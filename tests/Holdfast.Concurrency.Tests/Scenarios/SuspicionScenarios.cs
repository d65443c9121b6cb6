namespace Holdfast.Concurrency.Tests;

/// <summary>Suspicions that are resolved while calls wait for it.</summary>
internal static class SuspicionScenarios
{
    /// <summary>Answers look logged out, two at once and more while they are resolved, the site knows us, and calls come all the while.</summary>
    public static Task<string?> ResolvedAsync() => PlayAsync(new Bed(), Identity.Member("ann"), dies: false);

    /// <summary>As before, and the site takes us for a visitor.</summary>
    public static Task<string?> ConfirmedAsync() => PlayAsync(new Bed(), Identity.Visitor("401"), dies: false);

    /// <summary>As before, and the browser dies meanwhile.</summary>
    public static Task<string?> DiesMeanwhileAsync() => PlayAsync(new Bed(), Identity.Member("ann"), dies: true);

    private static async Task<string?> PlayAsync(Bed bed, Identity answer, bool dies)
    {
        SessionLease<Tab> first = await bed.LeaseAsync();
        bed.Verifier.Answer = login => login.Cookies[0].Value == "s1" ? answer : Identity.Member("ann");
        bed.Verifier.Asked.Do((_, _) => bed.AskAsync(first));
        using CancellationTokenSource patience = new();
        return await bed.PlayAsync(
            [
                SuspectAsync,
                SuspectAsync,
                () => SuspectLaterAsync(yields: 0),
                () => SuspectLaterAsync(yields: 4),
                CallerAsync,
                CallerAsync,
                () => bed.CallAsync(first, cancellationToken: patience.Token),
                () =>
                {
                    if (dies)
                    {
                        bed.Die(first);
                    }

                    return Task.CompletedTask;
                },
            ],
            async () =>
            {
                SessionLease<Tab> lease = await bed.LeaseAsync();
                int lost = dies || answer.Kind == IdentityKind.Visitor ? 1 : 0;
                bed.Note(!await bed.CallAsync(lease), "nothing is wrong any more, and the newest lease is dead");
                bed.Note(bed.Manager.Health.Deaths != lost, $"{bed.Manager.Health.Deaths} deaths, where {lost} happened");
                bed.Note(bed.Manager.Health.State != SessionState.Alive, $"all is resolved, and the session is {bed.Manager.Health.State}");
            });

        async Task SuspectAsync()
        {
            try
            {
                Identity identity = await first.ConfirmLoginAsync("actor", "looks logged out", CancellationToken.None);
                bed.Note(identity.Kind != IdentityKind.Member, $"an answer of {identity.Kind} did not end the generation");
            }
            catch (SessionLostException)
            {
                bed.Note(!first.IsLost, "a loss without a death");
            }
            finally
            {
                bed.Answered.TrySetResult();
            }
        }

        // Around the moment in which an earlier suspicion is resolved.
        async Task SuspectLaterAsync(int yields)
        {
            await bed.Answered.Task;
            for (int step = 0; step < yields; step++)
            {
                await Task.Yield();
            }

            await SuspectAsync();
        }

        async Task CallerAsync()
        {
            for (int call = 0; call < 5; call++)
            {
                await bed.CallAsync(first);
            }
        }
    }
}
