using Holdfast.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Holdfast.Actions.Tests.Running;

/// <summary>Whatever goes wrong, neither cookies nor tokens are in what is logged or thrown.</summary>
public sealed class SecrecyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(200)]
    [InlineData(302)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(500)]
    [InlineData(0)]
    public async Task Logs_EveryLevel_HoldNoSecret(int status)
    {
        await using TestSite site = await TestSite.StartAsync((_, context) =>
        {
            context.Response.Headers.SetCookie = "fresh=cookie-secret; Path=/";
            if (status == 0)
            {
                context.Abort();
                return Task.CompletedTask;
            }

            context.Response.StatusCode = status;
            context.Response.Headers.Location = "/login?ticket=query-secret";
            return Task.CompletedTask;
        });
        FakeLogCollector logs = new();
        LoginSnapshot login = new([new SessionCookie("sid", "cookie-secret", "127.0.0.1", "/", false, true, null, null)], "ua", "de");
        await using HttpRig rig = await HttpRig.StartAsync(
            site,
            options => options.CsrfToken = (_, _) => Task.FromResult<string?>("token-secret"),
            login,
            services => services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new FakeLoggerProvider(logs))));
        site.Reality = IdentityKind.Visitor;
        List<string> texts = [];
        foreach (HttpMethod method in new[] { HttpMethod.Get, HttpMethod.Post })
        {
            try
            {
                using HttpRequestMessage request = new(method, "/x?key=query-secret");
                using HttpResponseMessage response = await rig.Client.SendAsync(request, Token);
                texts.Add(response.RequestMessage!.Headers.ToString());
            }
            catch (Exception exception)
            {
                texts.Add(exception.ToString());
            }
        }

        texts.AddRange(logs.GetSnapshot().Select(record => $"{record.Message} {record.Exception}"));
        Assert.NotEmpty(texts);
        Assert.DoesNotContain(texts, text => text.Contains("-secret", StringComparison.Ordinal));
    }

    /// <summary>A page renews the cookie while it is driven, and the failure quotes it.</summary>
    [Fact]
    public async Task UseAsync_FailureQuotesACookieThatThePageRenewed_IsBlottedOut()
    {
        string fresh = $"fresh-{Guid.NewGuid():N}";
        await using TestSite site = await TestSite.StartAsync((_, _) => Task.CompletedTask);
        await using HttpRig rig = await HttpRig.StartAsync(site);

        InvalidOperationException thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => new GatherContext(rig.Batch).UseAsync<ScriptedTab, bool>(
            _ =>
            {
                rig.Browser.Captured = _ => new LoginSnapshot([new SessionCookie("sid", fresh, "127.0.0.1", "/", false, true, null, null)], "ua", "de");
                throw new InvalidOperationException($"the page showed {fresh} instead of a table");
            },
            Token).AsTask());

        Assert.Equal("the page showed *** instead of a table", EvidenceText.Clean(thrown.Message));
    }

    /// <summary>A hook or an action that quotes what a call carried: it becomes a reason, an incident, a log line.</summary>
    [Fact]
    public async Task Clean_WhatCallsCarry_IsBlottedOut()
    {
        string Unique(string what) => $"{what}-{Guid.NewGuid():N}";
        (string sid, string fresh, string csrf, string auth, string query, string code) =
            (Unique("sid"), Unique("fresh"), Unique("csrf"), Unique("auth"), Unique("query"), Unique("code"));
        await using TestSite site = await TestSite.StartAsync((_, context) =>
        {
            context.Response.Headers.SetCookie = $"sid={fresh}; Path=/";
            context.Response.StatusCode = 302;
            context.Response.Headers.Location = $"/other?code={code}";
            return Task.CompletedTask;
        });
        LoginSnapshot login = new([new SessionCookie("sid", sid, "127.0.0.1", "/", false, true, null, null)], "ua", "de");
        await using HttpRig rig = await HttpRig.StartAsync(
            site,
            options =>
            {
                options.CsrfToken = (_, _) => Task.FromResult<string?>(csrf);
                options.MaxRedirects = 0;
            },
            login);
        using HttpRequestMessage request = new(HttpMethod.Post, $"/x?access_token={query}");
        request.Headers.Authorization = new("Bearer", auth);
        using HttpResponseMessage response = await rig.Client.SendAsync(request, Token);

        foreach (string secret in new[] { sid, fresh, csrf, auth, query, code })
        {
            Assert.Equal("hook: *** was refused", EvidenceText.Clean($"hook: {secret} was refused"));
            Assert.DoesNotContain(
                Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(secret))[..20],
                EvidenceText.Clean($"hook: {Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(secret))}"),
                StringComparison.Ordinal);
        }
    }
}
