using Microsoft.AspNetCore.Http;

namespace Holdfast.Http.Tests;

/// <summary>A batch commits only after a proof of identity that is younger than its last answer.</summary>
public sealed class ProofTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Order_AnswersAndProofs_Table()
    {
        BatchProof proof = new();
        Assert.False(proof.IsNeeded);
        proof.Saw(carriesProof: true);
        Assert.False(proof.IsNeeded);
        long second = proof.Saw(carriesProof: false);
        proof.Saw(carriesProof: true);
        Assert.True(proof.IsNeeded);
        proof.Proven(second);
        Assert.False(proof.IsNeeded);
        proof.Saw(carriesProof: false);
        proof.Proven(second);
        Assert.True(proof.IsNeeded);
    }

    [Fact]
    public async Task ProveAsync_NoAnswers_NobodyIsAsked()
    {
        await using TestSite site = await TestSite.StartAsync(FineAsync);
        await using HttpRig rig = await HttpRig.StartAsync(site);
        await rig.Batch.ProveAsync(Token);
        Assert.Empty(site.Log);
    }

    [Fact]
    public async Task ProveAsync_AnswersCarryNoProof_AsksOncePerBatch()
    {
        await using TestSite site = await TestSite.StartAsync(FineAsync);
        await using HttpRig rig = await HttpRig.StartAsync(site);
        await rig.Client.GetAsync("/1", Token);
        await rig.Client.GetAsync("/2", Token);
        await rig.Batch.ProveAsync(Token);
        await rig.Batch.ProveAsync(Token);
        Assert.Equal(["GET /1", "GET /2", "GET /me"], site.Log);
        await rig.Client.GetAsync("/3", Token);
        await rig.Batch.ProveAsync(Token);
        Assert.Equal(2, site.Count("GET /me"));
    }

    [Fact]
    public async Task ProveAsync_EveryAnswerCarriesProof_NobodyIsAsked()
    {
        await using TestSite site = await TestSite.StartAsync(FineAsync);
        await using HttpRig rig = await HttpRig.StartAsync(site, Member);
        await rig.Client.GetAsync("/1", Token);
        await rig.Client.GetAsync("/2", Token);
        await rig.Batch.ProveAsync(Token);
        Assert.Equal(0, site.Count("GET /me"));
    }

    [Fact]
    public async Task ProveAsync_AnAnswerLackedProof_Asks()
    {
        await using TestSite site = await TestSite.StartAsync((self, context) =>
        {
            if (context.Request.Path == "/missing")
            {
                context.Response.StatusCode = 404;
                return Task.CompletedTask;
            }

            return FineAsync(self, context);
        });
        await using HttpRig rig = await HttpRig.StartAsync(site, Member);
        await rig.Client.GetAsync("/missing", Token);
        await rig.Client.GetAsync("/2", Token);
        await rig.Batch.ProveAsync(Token);
        Assert.Equal(["GET /missing", "GET /2", "GET /me"], site.Log);
    }

    [Fact]
    public async Task ProveAsync_AfterAConfirmedSuspicion_NotAskedAgain()
    {
        await using TestSite site = await TestSite.StartAsync((_, context) =>
        {
            context.Response.StatusCode = 403;
            return Task.CompletedTask;
        });
        await using HttpRig rig = await HttpRig.StartAsync(site);
        await rig.Client.GetAsync("/1", Token);
        await rig.Batch.ProveAsync(Token);
        Assert.Equal(["GET /1", "GET /me"], site.Log);
    }

    [Fact]
    public async Task ProveAsync_AfterAnUnresolvedSuspicion_StillUnproven()
    {
        await using TestSite site = await TestSite.StartAsync((_, context) =>
        {
            context.Response.StatusCode = 403;
            return Task.CompletedTask;
        });
        await using HttpRig rig = await HttpRig.StartAsync(site);
        site.Reality = IdentityKind.Unknown;
        await rig.Client.GetAsync("/1", Token);
        await Assert.ThrowsAsync<LoginUnprovenException>(() => rig.Batch.ProveAsync(Token));
        Assert.Equal(["GET /1", "GET /me", "GET /me"], site.Log);
    }

    [Fact]
    public async Task ProveAsync_AnotherBatchsProof_IsNotOurs()
    {
        await using TestSite site = await TestSite.StartAsync(FineAsync);
        await using HttpRig rig = await HttpRig.StartAsync(site);
        using LeasedHttp other = rig.Http.ForLease(rig.Lease);
        await rig.Client.GetAsync("/1", Token);
        await other.Client.GetAsync("/2", Token);
        await other.ProveAsync(Token);
        await rig.Batch.ProveAsync(Token);
        Assert.Equal(2, site.Count("GET /me"));
    }

    [Fact]
    public async Task ProveAsync_Visitor_SessionLost()
    {
        await using TestSite site = await TestSite.StartAsync(FineAsync);
        await using HttpRig rig = await HttpRig.StartAsync(site);
        await rig.Client.GetAsync("/1", Token);
        site.Reality = IdentityKind.Visitor;
        await Assert.ThrowsAsync<SessionLostException>(() => rig.Batch.ProveAsync(Token));
    }

    [Fact]
    public async Task ProveAsync_SiteCannotSay_Unproven()
    {
        await using TestSite site = await TestSite.StartAsync(FineAsync);
        await using HttpRig rig = await HttpRig.StartAsync(site);
        await rig.Client.GetAsync("/1", Token);
        site.Reality = IdentityKind.Unknown;
        LoginUnprovenException thrown = await Assert.ThrowsAsync<LoginUnprovenException>(() => rig.Batch.ProveAsync(Token));
        Assert.Contains("HTTP 500", thrown.Message, StringComparison.Ordinal);
        Assert.False(rig.Lease.IsLost);
        site.Reality = IdentityKind.Member;
        await rig.Batch.ProveAsync(Token);
    }

    [Fact]
    public async Task ProveAsync_LeaseLost_SessionLostEvenWithProof()
    {
        await using TestSite site = await TestSite.StartAsync(FineAsync);
        await using HttpRig rig = await HttpRig.StartAsync(site, Member);
        await rig.Client.GetAsync("/1", Token);
        rig.Kill();
        await Assert.ThrowsAsync<SessionLostException>(() => rig.Batch.ProveAsync(Token));
    }

    [Fact]
    public async Task ProveAsync_SiteChangedCookies_LeaseGetsThem()
    {
        await using TestSite site = await TestSite.StartAsync((_, context) =>
        {
            context.Response.Headers.SetCookie = "sid=s2; Path=/; HttpOnly";
            return Task.CompletedTask;
        });
        await using HttpRig rig = await HttpRig.StartAsync(site);
        LoginSnapshot before = rig.Lease.Login!;
        await rig.Client.GetAsync("/1", Token);
        Assert.Same(before, rig.Lease.Login);
        await rig.Batch.ProveAsync(Token);
        Assert.Equal("s2", Assert.Single(rig.Lease.Login!.Cookies).Value);
    }

    private static void Member(SessionHttpOptions options) => options.ProvesIdentity = answer =>
        answer.Headers.TryGetValues("X-Member", out IEnumerable<string>? names) ? Proof.Of(names.First()) : Proof.None;

    private static Task FineAsync(TestSite site, HttpContext context)
    {
        context.Response.Headers["X-Member"] = "anna";
        return context.Response.WriteAsync("fine");
    }
}
