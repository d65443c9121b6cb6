using System.Collections.Concurrent;

namespace Holdfast.Actions.Tests.Running;

/// <summary>What holds as long as a login does is fetched once for each generation, whoever needs it first.</summary>
public sealed class GenerationValueTests
{
    [Fact]
    public async Task OncePerGeneration_ManyBatchesAndADeath_EachGenerationFetchesItsOwnOnce()
    {
        await using RunRig rig = await RunRig.StartAsync(60);
        ConcurrentQueue<string> used = new();
        int fetched = 0;
        rig.Action.Fetch = async (context, batch, cancellationToken) =>
        {
            int number = await context.OncePerGenerationAsync(
                "nonce",
                async (client, token) =>
                {
                    await client.GetStringAsync("/list?page=1", token);
                    return Interlocked.Increment(ref fetched);
                },
                cancellationToken);
            used.Enqueue($"generation {context.Lease.Generation} used value {number}");
            return await SiteGather.FetchBatchAsync(context, batch, cancellationToken);
        };
        rig.At = (moment, number) =>
        {
            if ((moment, number) == (Moment.AfterCommit, 2))
            {
                rig.Kill();
            }
        };

        rig.AssertComplete(await rig.RunAsync(), deaths: 1);

        Assert.Equal(["generation 1 used value 1", "generation 2 used value 2"], used.Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(2, fetched);
    }

    [Fact]
    public async Task OncePerGeneration_FetchFails_IsNotKept()
    {
        await using RunRig rig = await RunRig.StartAsync(5);
        int fetched = 0;
        rig.Action.Fetch = async (context, batch, cancellationToken) =>
        {
            Task<int> Value() => context.OncePerGenerationAsync(
                "nonce",
                (_, _) => ++fetched == 1 ? throw new FormatException("no nonce in the page") : Task.FromResult(fetched),
                cancellationToken);
            if (fetched == 0)
            {
                FormatException thrown = await Assert.ThrowsAsync<FormatException>(Value);
                Assert.Equal("no nonce in the page", thrown.Message);
            }

            Assert.Equal((2, 2), (await Value(), await Value()));
            return await SiteGather.FetchBatchAsync(context, batch, cancellationToken);
        };

        rig.AssertComplete(await rig.RunAsync());
    }
}
