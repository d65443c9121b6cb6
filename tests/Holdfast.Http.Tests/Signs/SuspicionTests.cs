using Microsoft.AspNetCore.Http;

namespace Holdfast.Http.Tests;

/// <summary>Logged out has many faces, and one question resolves them all.</summary>
public sealed class SuspicionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, int> Faces
    {
        get
        {
            TheoryData<string, string, int> data = [];
            foreach ((string face, int status) in new[]
            {
                ("401", 401), ("403", 403), ("redirect", 302), ("login page", 200), ("no proof", 200), ("cookie gone", 200),
            })
            {
                foreach (IdentityKind kind in Enum.GetValues<IdentityKind>())
                {
                    data.Add(face, kind.ToString(), status);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Faces))]
    public async Task Answer_LooksLoggedOut_OneQuestionDecides(string face, string reality, int status)
    {
        IdentityKind kind = Enum.Parse<IdentityKind>(reality);
        await using TestSite site = await TestSite.StartAsync((_, context) => ShowAsync(face, context));
        await using HttpRig rig = await HttpRig.StartAsync(site, options =>
        {
            options.LooksLoggedOut = answer => answer.Text.Contains("<form id=login", StringComparison.Ordinal);
            options.LoginCookie = "sid";
            options.ProvesIdentity = face == "no proof"
                ? answer => answer.Headers.TryGetValues("X-Member", out IEnumerable<string>? names) ? Proof.Of(names.First()) : Proof.None
                : null;
        });
        site.Reality = kind;
        if (kind == IdentityKind.Visitor)
        {
            await Assert.ThrowsAsync<SessionLostException>(() => rig.Client.GetAsync("/x", Token));
            Assert.True(rig.Lease.IsLost);
        }
        else
        {
            using HttpResponseMessage response = await rig.Client.GetAsync("/x", Token);
            Assert.Equal(status, (int)response.StatusCode);
            Assert.False(rig.Lease.IsLost);
        }

        Assert.Equal(1, site.Count("GET /x"));

        // After a death the manager asks as well, to verify the next generation.
        Assert.InRange(site.Count("GET /me"), 1, kind == IdentityKind.Visitor ? int.MaxValue : 1);
        Assert.Equal(0, site.Count("GET /login"));
    }

    [Theory]
    [InlineData("ok")]
    [InlineData("404")]
    [InlineData("proven 403")]
    public async Task Answer_LooksFine_NobodyIsAsked(string face)
    {
        await using TestSite site = await TestSite.StartAsync((_, context) => ShowAsync(face, context));
        await using HttpRig rig = await HttpRig.StartAsync(site, options => options.ProvesIdentity = answer =>
            answer.Headers.TryGetValues("X-Member", out IEnumerable<string>? names) ? Proof.Of(names.First()) : Proof.None);
        site.Reality = IdentityKind.Visitor;
        await rig.Client.GetAsync("/x", Token);
        Assert.Equal(0, site.Count("GET /me"));
    }

    [Fact]
    public async Task Answer_ForeignHostWithoutProof_IsNotSuspected()
    {
        await using TestSite site = await TestSite.StartAsync((_, _) => Task.CompletedTask);
        await using HttpRig rig = await HttpRig.StartAsync(site, options => options.ProvesIdentity = _ => Proof.None);
        await rig.Client.GetAsync(new Uri(site.OtherHost, "/picture"), Token);
        Assert.Equal(0, site.Count("GET /me"));
    }

    [Theory]
    [InlineData(null, "/account/SignIn/", true)]
    [InlineData(null, "/login-history", false)]
    [InlineData("/enter", "/enter/now", true)]
    [InlineData("/enter", "/login", false)]
    public void IsLoginPage_PathOrSegments_Recognised(string? path, string address, bool expected) =>
        Assert.Equal(expected, new LogoutSigns(new SessionHttpOptions { LoginPath = path }).IsLoginPage(new Uri("https://k.example" + address)));

    [Fact]
    public async Task Question_AskedWithTodaysCookies_AndKeepsItsAnswers()
    {
        // The site rotates the session cookie with every answer, the answer to the question included.
        int current = 1;
        string? asked = null;
        await using TestSite site = await TestSite.StartAsync((_, context) =>
        {
            asked = context.Request.Headers.Cookie;
            context.Response.Headers.SetCookie = $"sid=s{++current}; Path=/";
            context.Response.StatusCode = context.Request.Path == "/forbidden" ? 403 : 200;
            return Task.CompletedTask;
        });
        await using HttpRig rig = await HttpRig.StartAsync(site, options => options.WhoAmI = async (client, token) =>
        {
            using HttpResponseMessage answer = await client.GetAsync("/who", token);
            return asked == $"sid=s{current - 1}" ? Identity.Member("anna") : Identity.Visitor("stale cookie");
        });
        using HttpResponseMessage response = await rig.Client.GetAsync("/forbidden", Token);
        await rig.Client.GetAsync("/x", Token);
        Assert.Equal($"sid=s{current - 1}", asked);
        await rig.Batch.ProveAsync(Token);
        Assert.Equal($"s{current}", Assert.Single(rig.Lease.Login!.Cookies).Value);
    }

    [Theory]
    [InlineData(401, "Visitor")]
    [InlineData(403, "Visitor")]
    [InlineData(302, "Visitor")]
    [InlineData(500, "Unknown")]
    [InlineData(404, "Unknown")]
    public async Task Verifier_HookThrows_SignsDecide(int status, string expected)
    {
        await using TestSite site = await TestSite.StartAsync((_, context) =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "/login?token=secret";
            return Task.CompletedTask;
        });
        await using HttpRig rig = await HttpRig.StartAsync(site);
        SessionHttpOptions options = Options(rig);
        options.WhoAmI = async (client, token) => Identity.Member(await client.GetStringAsync("/other", token));
        Identity identity = await Verifier(rig).WhoAmIAsync(rig.Lease.Login!, Token);
        Assert.Equal(expected, identity.Kind.ToString());
        Assert.DoesNotContain("secret", identity.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verifier_NoConnection_Unknown()
    {
        await using TestSite site = await TestSite.StartAsync((_, _) => Task.CompletedTask);
        await using HttpRig rig = await HttpRig.StartAsync(site);
        Options(rig).WhoAmI = async (client, token) => Identity.Member(await client.GetStringAsync("http://127.0.0.1:1/", token));
        Assert.Equal(IdentityKind.Unknown, (await Verifier(rig).WhoAmIAsync(rig.Lease.Login!, Token)).Kind);
    }

    [Fact]
    public async Task Question_OnItsWay_NoOtherCallIsAdmitted()
    {
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using TestSite site = await TestSite.StartAsync((_, context) =>
        {
            context.Response.StatusCode = context.Request.Path == "/forbidden" ? 403 : 200;
            return Task.CompletedTask;
        });
        await using HttpRig rig = await HttpRig.StartAsync(site);
        Options(rig).WhoAmI = async (_, token) =>
        {
            asked.TrySetResult();
            await answer.Task.WaitAsync(TimeSpan.FromSeconds(5), token);
            return Identity.Member("anna");
        };
        Task<HttpResponseMessage> forbidden = rig.Client.GetAsync("/forbidden", Token);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(5), Token);
        Task<HttpResponseMessage> other = rig.Client.GetAsync("/other", Token);
        await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Token);
        Assert.Equal(0, site.Count("GET /other"));
        answer.SetResult();
        await Task.WhenAll(forbidden, other);
        Assert.Equal(1, site.Count("GET /other"));
    }

    private static SessionHttpOptions Options(HttpRig rig) =>
        Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions
            .GetRequiredService<Microsoft.Extensions.Options.IOptions<SessionHttpOptions>>(rig.Services).Value;

    private static ILoginVerifier Verifier(HttpRig rig) =>
        Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<ILoginVerifier>(rig.Services);

    private static Task ShowAsync(string face, HttpContext context)
    {
        switch (face)
        {
            case "401" or "403" or "404":
                context.Response.StatusCode = int.Parse(face, System.Globalization.CultureInfo.InvariantCulture);
                return Task.CompletedTask;
            case "proven 403":
                context.Response.StatusCode = 403;
                context.Response.Headers["X-Member"] = "anna";
                return Task.CompletedTask;
            case "redirect":
                context.Response.Redirect("/login?back=/x");
                return Task.CompletedTask;
            case "login page":
                return context.Response.WriteAsync("<form id=login>");
            case "cookie gone":
                context.Response.Headers.SetCookie = "sid=; Path=/; Max-Age=0";
                return Task.CompletedTask;
            case "no proof":
                return context.Response.WriteAsync("{\"public\":true}");
            default:
                context.Response.Headers["X-Member"] = "anna";
                return context.Response.WriteAsync("fine");
        }
    }
}
