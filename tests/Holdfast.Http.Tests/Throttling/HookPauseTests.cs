using System.Net;

namespace Holdfast.Http.Tests;

/// <summary>The user's own questions to the site stay away from what asked for a pause, and nobody takes that for an answer.</summary>
public sealed class HookPauseTests
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Prove_QuestionIsRefused_WaitsAndAsksAgainAndNobodyAsksMeanwhile()
    {
        await using BusySite busy = await BusySite.StartAsync(429, "60", AskAtWho);
        busy.Refuses = static path => path == "/who";
        using LeasedHttp another = busy.Rig.Http.ForLease(busy.Rig.Lease);
        (await busy.Rig.Client.GetAsync("/x", Token)).Dispose();
        (await another.Client.GetAsync("/x", Token)).Dispose();
        int asked = busy.Site.Count("GET /who");

        Task first = busy.Rig.Batch.ProveAsync(Token);
        await busy.Time.PausedAsync();
        Task second = another.ProveAsync(Token);
        await busy.Time.PausedAsync();
        busy.Open = true;
        busy.Time.Advance(TimeSpan.FromSeconds(59.999));
        Assert.Equal(asked + 1, busy.Site.Count("GET /who"));
        busy.Time.Advance(TimeSpan.FromMilliseconds(1));
        await Task.WhenAll(first, second).WaitAsync(s_soon, Token);

        Assert.False(busy.Rig.Lease.IsLost);
        Assert.InRange(busy.Site.Count("GET /who"), asked + 2, asked + 3);
    }

    [Fact]
    public async Task Prove_PauseLongerThanACallMayWait_IsUnproven()
    {
        await using BusySite busy = await BusySite.StartAsync(429, "3600", options =>
        {
            AskAtWho(options);
            options.MaxThrottleWait = TimeSpan.FromMinutes(1);
        });
        busy.Refuses = static path => path == "/who";
        (await busy.Rig.Client.GetAsync("/x", Token)).Dispose();
        Task proof = busy.Rig.Batch.ProveAsync(Token);
        await busy.Time.PausedAsync();
        busy.Time.Advance(TimeSpan.FromMinutes(1));
        await Assert.ThrowsAsync<LoginUnprovenException>(() => proof.WaitAsync(s_soon, Token));
        Assert.False(busy.Rig.Lease.IsLost);
    }

    [Fact]
    public async Task Prove_NoCallMayWait_IsUnprovenAndTheSiteNotAskedAgainAndAgain()
    {
        await using BusySite busy = await BusySite.StartAsync(429, "60", options =>
        {
            AskAtWho(options);
            options.MaxThrottleWait = TimeSpan.Zero;
        });
        busy.Refuses = static path => path == "/who";
        (await busy.Rig.Client.GetAsync("/x", Token)).Dispose();
        int asked = busy.Site.Count("GET /who");
        await Assert.ThrowsAsync<LoginUnprovenException>(() => busy.Rig.Batch.ProveAsync(Token).WaitAsync(s_soon, Token));
        await Assert.ThrowsAsync<LoginUnprovenException>(() => busy.Rig.Batch.ProveAsync(Token).WaitAsync(s_soon, Token));
        Assert.Equal(asked + 1, busy.Site.Count("GET /who"));
    }

    /// <summary>A hook that takes every failure for a visitor must not end a session that the site only wants to be quieter.</summary>
    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task Confirm_HookCallsARefusalAVisitor_NoVerdict(int status)
    {
        await using BusySite busy = await BusySite.StartAsync(status, "60", options =>
        {
            options.WhoAmI = static async (client, token) =>
            {
                using HttpResponseMessage response = await client.GetAsync("/who", token);
                return response.IsSuccessStatusCode ? Identity.Member("ann") : Identity.Visitor("no name on the page");
            };
            options.LooksLoggedOut = static answer => answer.Uri.AbsolutePath == "/x";
        });
        busy.Refuses = static path => path == "/who";

        using HttpResponseMessage response = await busy.Rig.Client.GetAsync("/x", Token).WaitAsync(s_soon, Token);
        using HttpResponseMessage again = await busy.Rig.Client.GetAsync("/x", Token).WaitAsync(s_soon, Token);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (response.StatusCode, again.StatusCode));
        Assert.False(busy.Rig.Lease.IsLost);

        // The second doubt was not taken to the site.
        Assert.Equal(1, busy.Site.Count("GET /who"));
    }

    [Fact]
    public async Task Token_ItsEndpointIsRefused_IsFetchedAfterThePause()
    {
        await using BusySite busy = await BusySite.StartAsync(
            429, "60", options => options.CsrfToken = static async (client, token) => await client.GetStringAsync("/token", token));
        busy.Refuses = static path => path == "/token";
        Task<HttpResponseMessage> call = busy.Rig.Client.PostAsync("/x", null, Token);
        await busy.Time.PausedAsync();
        busy.Open = true;
        busy.Time.Advance(TimeSpan.FromSeconds(59.999));
        Assert.Equal((1, 0), (busy.Site.Count("GET /token"), busy.Site.Count("POST /x")));
        busy.Time.Advance(TimeSpan.FromMilliseconds(1));
        using HttpResponseMessage response = await call.WaitAsync(s_soon, Token);
        Assert.Equal((HttpStatusCode.OK, 2, 1), (response.StatusCode, busy.Site.Count("GET /token"), busy.Site.Count("POST /x")));
    }

    private static void AskAtWho(SessionHttpOptions options) =>
        options.WhoAmI = static async (client, token) => Identity.Member($"ann{await client.GetStringAsync("/who", token)}");
}
