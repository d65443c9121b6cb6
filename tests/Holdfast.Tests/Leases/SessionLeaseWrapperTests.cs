using System.Net;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Holdfast.Tests;

/// <summary>Wrappers lose the exception's type; the verdict comes from the lease, and a stray retry makes a throw, never a call.</summary>
public sealed class SessionLeaseWrapperTests
{
    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Polly_TimeoutAndRetryAroundAGuard_EndsAsALossAfterOneCall()
    {
        await using Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        ResiliencePipeline pipeline = new ResiliencePipelineBuilder { TimeProvider = rig.Clock }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = 3,
                Delay = TimeSpan.Zero,
                ShouldHandle = static _ => ValueTask.FromResult(true),
            })
            .AddTimeout(new TimeoutStrategyOptions { Timeout = TimeSpan.FromSeconds(30) })
            .Build();
        Step call = new();
        call.Hang();
        int failures = 0;

        Task<int> work = lease.GuardAsync(
            token => pipeline.ExecuteAsync(
                async inner =>
                {
                    try
                    {
                        return await lease.GuardAsync(
                            async last =>
                            {
                                await call.RunAsync(last);
                                return 1;
                            },
                            inner);
                    }
                    catch (SessionLostException)
                    {
                        // What a time-out strategy does to it.
                        Interlocked.Increment(ref failures);
                        throw new TimeoutRejectedException();
                    }
                },
                token),
            Test).AsTask();
        await call.CalledAsync();
        lease.ReportDeath(Rig.Decisive());

        await Assert.ThrowsAsync<SessionLostException>(() => work.InTime());
        await Deadline.Until(() => failures > 0);
        Assert.Equal(1, call.Calls);
    }

    [Fact]
    public async Task Polly_RetryOutsideEverything_RetriesThrowsNotCalls()
    {
        await using Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        ResiliencePipeline pipeline = new ResiliencePipelineBuilder { TimeProvider = rig.Clock }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = 3,
                Delay = TimeSpan.Zero,
                ShouldHandle = static _ => ValueTask.FromResult(true),
            })
            .Build();
        int attempts = 0;
        int calls = 0;

        await Assert.ThrowsAsync<SessionLostException>(() => pipeline.ExecuteAsync(
            token =>
            {
                attempts++;
                return lease.GuardAsync<int>(
                    _ =>
                    {
                        calls++;
                        lease.ReportDeath(Rig.Decisive());
                        throw new HttpRequestException("connection refused");
                    },
                    token);
            },
            Test).InTime());

        Assert.Equal(4, attempts);
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task HttpClient_WithTheCallersToken_EndsAsALossAndSendsNothingMore()
    {
        await using Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        using HangingHandler site = new();
        using HttpClient client = new(new GuardHandler(lease, site));
        using CancellationTokenSource mine = CancellationTokenSource.CreateLinkedTokenSource(lease.Lost, Test);
        Uri address = new("http://site.test/api");

        // What HttpClient makes of it on its own: no trace of a loss, and the boundary sees one all the same.
        Task<HttpResponseMessage> bare = client.GetAsync(address, mine.Token);
        Task<HttpResponseMessage> guarded = lease.GuardAsync(token => new ValueTask<HttpResponseMessage>(client.GetAsync(address, token)), mine.Token).AsTask();
        await site.Sent.CalledAsync(2);
        lease.ReportDeath(Rig.Decisive());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bare.InTime());
        await Assert.ThrowsAsync<SessionLostException>(() => guarded.InTime());
        await Assert.ThrowsAsync<SessionLostException>(
            () => lease.GuardAsync(token => new ValueTask<HttpResponseMessage>(client.GetAsync(address, token)), Test).InTime());
        Assert.Equal(2, site.Sent.Calls);
    }

    [Fact]
    public async Task ParallelForEachAsync_EndsAsALossAndBeginsNothingMore()
    {
        await using Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        Step call = new();
        call.Hang();
        ParallelOptions four = new() { MaxDegreeOfParallelism = 4 };

        Task<int> work = lease.GuardAsync(
            async token =>
            {
                four.CancellationToken = token;
                await Parallel.ForEachAsync(Enumerable.Range(0, 100), four, async (_, inner) => await lease.GuardAsync(
                    async last =>
                    {
                        await call.RunAsync(last);
                        return 1;
                    },
                    inner));
                return 1;
            },
            Test).AsTask();
        await call.CalledAsync(4);
        lease.ReportDeath(Rig.Decisive());

        await Assert.ThrowsAsync<SessionLostException>(() => work.InTime());
        Assert.Equal(4, call.Calls);
    }

    [Fact]
    public async Task TaskWhenAll_EveryCallEndsAsALoss()
    {
        await using Rig rig = new();
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        Step call = new();
        call.Hang();
        Task<int>[] calls = [.. Enumerable.Range(0, 20).Select(_ => lease.GuardAsync(
            async token =>
            {
                await call.RunAsync(token);
                return 1;
            },
            Test).AsTask())];
        Task<int> work = lease.GuardAsync(async _ => (await Task.WhenAll(calls)).Length, Test).AsTask();
        lease.ReportDeath(Rig.Decisive());

        await Assert.ThrowsAsync<SessionLostException>(() => work.InTime());
        foreach (Task<int> each in calls)
        {
            await Assert.ThrowsAsync<SessionLostException>(() => each.InTime());
        }

        Assert.Equal(20, call.Calls);
    }

    private sealed class GuardHandler(SessionLease lease, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            lease.GuardAsync(token => new ValueTask<HttpResponseMessage>(base.SendAsync(request, token)), cancellationToken).AsTask();
    }

    private sealed class HangingHandler : HttpMessageHandler
    {
        public Step Sent { get; } = new();

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Sent.Do((_, _) => new TaskCompletionSource().Task);
            await Sent.RunAsync(cancellationToken);
            return new HttpResponseMessage(HttpStatusCode.OK);
        }
    }
}
