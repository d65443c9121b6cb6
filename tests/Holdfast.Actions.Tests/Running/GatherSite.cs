using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace Holdfast.Actions.Tests.Running;

/// <summary>What happened, in the order in which a test may count it.</summary>
public enum Moment
{
    List,
    Batch,
    WhoAmI,
    LogIn,
    InTransaction,
    AfterCommit,
}

/// <summary>One record of the site.</summary>
internal sealed record Entry(string Key, string? Version, int Value);

/// <summary>A real site on a real socket, with a list and records that a test may change and break.</summary>
internal sealed class GatherSite : IAsyncDisposable
{
    private readonly WebApplication _app;

    private GatherSite(WebApplication app) => _app = app;

    /// <summary>The list. Replace it to move it while it is read.</summary>
    public List<Entry> Entries { get; set; } = [];

    /// <summary>No longer on the list; their records can still be fetched.</summary>
    public List<Entry> Removed { get; set; } = [];

    public int PageSize { get; set; } = 10;

    /// <summary>Called for each request before it is answered, with its ordinal among its kind. True when it answered itself.</summary>
    public Func<Moment, HttpContext, Task<bool>>? Intercept { get; set; }

    /// <summary>Makes one page of the list; null for the plain list.</summary>
    public Func<int, SitePage>? Page { get; set; }

    public long? Total { get; set; }

    /// <summary>Whom it takes us for.</summary>
    public string Member { get; set; } = "anna";

    /// <summary>True when it calls a visitor a member as well.</summary>
    public bool KnowsEverybody { get; set; }

    public ConcurrentQueue<(int Generation, long Sequence, string Path)> Admitted { get; } = new();

    public ConcurrentQueue<string> Fetched { get; } = new();

    public ConcurrentQueue<int> ListedPages { get; } = new();

    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    public static async Task<GatherSite> StartAsync(int entries)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        WebApplication app = builder.Build();
        GatherSite site = new(app);
        for (int entry = 1; entry <= entries; entry++)
        {
            site.Entries.Add(new Entry(Key(entry), "v1", entry));
        }

        app.Run(site.AnswerAsync);
        await app.StartAsync();
        site.Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return site;
    }

    public static string Key(int number) => string.Create(CultureInfo.InvariantCulture, $"k{number:000}");

    public Entry Find(string key) => Entries.Concat(Removed).Single(entry => entry.Key == key);

    public void Change(string key, Func<Entry, Entry> change)
    {
        int index = Entries.FindIndex(entry => entry.Key == key);
        Entries[index] = change(Entries[index]);
    }

    public SitePage PlainPage(int page)
    {
        Entry[] all = [.. Entries];
        int pages = Math.Max(1, (all.Length + PageSize - 1) / PageSize);
        return new SitePage([.. all.Skip((page - 1) * PageSize).Take(PageSize)], page < pages ? page + 1 : null, Total ?? all.Length);
    }

    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource now = new();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        string path = context.Request.Path;
        if (context.Request.Headers.TryGetValue("Holdfast-Generation", out StringValues generation))
        {
            Admitted.Enqueue((
                int.Parse(generation.ToString(), CultureInfo.InvariantCulture),
                long.Parse(context.Request.Headers["Holdfast-Sequence"].ToString(), CultureInfo.InvariantCulture),
                path));
        }

        if (path == "/me" && !KnowsEverybody && !context.Request.Headers.Cookie.ToString().Contains("sid=", StringComparison.Ordinal))
        {
            // The question without a login, which each run asks first: no moment of a session.
            context.Response.StatusCode = 401;
            return;
        }

        Moment? moment = path switch
        {
            "/list" => Moment.List,
            "/records" => Moment.Batch,
            "/me" => Moment.WhoAmI,
            _ => null,
        };
        if (moment is not { } kind || (Intercept is { } intercept && await intercept(kind, context)))
        {
            return;
        }

        switch (kind)
        {
            case Moment.List:
                int page = int.Parse(context.Request.Query["page"].ToString(), CultureInfo.InvariantCulture);
                ListedPages.Enqueue(page);
                await context.Response.WriteAsync(JsonSerializer.Serialize((Page ?? PlainPage)(page), JsonSerializerOptions.Web));
                break;
            case Moment.Batch:
                string[] keys = context.Request.Query["keys"].ToString().Split(',');
                Array.ForEach(keys, Fetched.Enqueue);
                await context.Response.WriteAsync(JsonSerializer.Serialize(keys.Select(Find), JsonSerializerOptions.Web));
                break;
            default:
                await context.Response.WriteAsync(Member);
                break;
        }
    }
}

/// <summary>One page as the site sends it.</summary>
internal sealed record SitePage(IReadOnlyList<Entry> Items, int? Next, long? Total);
