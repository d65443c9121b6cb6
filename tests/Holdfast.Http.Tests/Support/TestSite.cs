using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Holdfast.Http.Tests;

/// <summary>A real site on a real socket. It counts what reaches it.</summary>
internal sealed class TestSite : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestSite(WebApplication app) => _app = app;

    public ConcurrentQueue<string> Log { get; } = new();

    public int Port { get; private set; }

    public Uri Address => new($"http://127.0.0.1:{Port}/");

    public Uri OtherHost => new($"http://localhost:{Port}/");

    /// <summary>True while a session is opened: the look at the home page that a visitor has then is nothing that a test counts.</summary>
    public bool IsOpening { get; set; }

    public IdentityKind Reality { get; set; } = IdentityKind.Member;

    /// <summary>True when the question who we are is answered with a redirect to another origin.</summary>
    public bool Away { get; set; }

    public int Count(string line) => Log.Count(entry => entry == line);

    public static async Task<TestSite> StartAsync(Func<TestSite, HttpContext, Task> handle)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Limits.MaxRequestHeadersTotalSize = 1 << 20;
            kestrel.Limits.MaxRequestHeaderCount = 1000;
        });
        WebApplication app = builder.Build();
        TestSite site = new(app);
        app.Run(async context =>
        {
            site.Log.Enqueue($"{context.Request.Method} {context.Request.Path}");
            if (context.Request.Path == "/me")
            {
                await site.SayWhoAsync(context);
            }
            else if (site.IsOpening && context.Request.Path == "/")
            {
                context.Response.StatusCode = 404;
            }
            else
            {
                await handle(site, context);
            }
        });
        await app.StartAsync();
        string address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        site.Port = new Uri(address).Port;
        return site;
    }

    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource now = new();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private Task SayWhoAsync(HttpContext context)
    {
        if (Away)
        {
            context.Response.StatusCode = 302;
            context.Response.Headers.Location = new Uri(OtherHost, "/there").ToString();
            return Task.CompletedTask;
        }

        switch (Reality)
        {
            case IdentityKind.Member:
                return context.Response.WriteAsync("anna");
            case IdentityKind.Visitor:
                context.Response.StatusCode = 401;
                return Task.CompletedTask;
            default:
                context.Response.StatusCode = 500;
                return Task.CompletedTask;
        }
    }
}
