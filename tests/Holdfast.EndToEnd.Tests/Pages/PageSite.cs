using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Holdfast.EndToEnd.Tests.Pages;

/// <summary>A site of pages that show a member one thing and a visitor another, both with HTTP 200.</summary>
internal sealed class PageSite : IAsyncDisposable
{
    public const int Items = 9;

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, bool> _sessions = new();
    private int _logins;
    private int _shown;

    private PageSite(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    public int Logins => Volatile.Read(ref _logins);

    /// <summary>Called before a page is shown, with its ordinal from 1; may do something to the login.</summary>
    public Action<int, HttpContext>? Showing { get; set; }

    public static async Task<PageSite> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        WebApplication app = builder.Build();
        PageSite site = new(app);
        app.Run(site.AnswerAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return site;
    }

    /// <summary>Somebody ends all logins of the account at the site; the cookies stay in the browser.</summary>
    public void EndSessions() => _sessions.Clear();

    /// <summary>The page gives the browser a new session, and the old one ends.</summary>
    public void Renew(HttpContext context)
    {
        if (_sessions.TryRemove(Session(context), out _))
        {
            SetCookie(context, Open());
        }
    }

    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource now = new();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private static string Session(HttpContext context) => context.Request.Cookies["sid"] ?? "";

    private static void SetCookie(HttpContext context, string session)
    {
        context.Request.Headers.Cookie = $"sid={session}";
        context.Response.Headers.SetCookie = $"sid={session}; Path=/; HttpOnly";
    }

    private string Open()
    {
        string session = Guid.NewGuid().ToString("N");
        _sessions[session] = true;
        return session;
    }

    private Task AnswerAsync(HttpContext context)
    {
        string path = context.Request.Path;
        switch (path)
        {
            case "/enter":
                Interlocked.Increment(ref _logins);
                SetCookie(context, Open());
                return PageAsync(context, "welcome");
            case "/me":
                context.Response.StatusCode = _sessions.ContainsKey(Session(context)) ? 200 : 401;
                return context.Response.WriteAsync("mary");
            case "/list":
                return PageAsync(context, string.Join(' ', Enumerable.Range(1, Items)));
            case ['/', 'p', '/', .. var number]:
                Showing?.Invoke(Interlocked.Increment(ref _shown), context);
                return PageAsync(context, string.Create(
                    CultureInfo.InvariantCulture, $"{(_sessions.ContainsKey(Session(context)) ? "member" : "visitor")} {number}"));
            default:
                context.Response.StatusCode = 404;
                return Task.CompletedTask;
        }
    }

    private static Task PageAsync(HttpContext context, string text)
    {
        context.Response.ContentType = "text/html";
        return context.Response.WriteAsync($"<!doctype html><title>page</title><p id=text>{text}</p>");
    }
}
