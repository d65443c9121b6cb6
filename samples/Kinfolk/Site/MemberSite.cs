using System.Net;

namespace Kinfolk.Site;

/// <summary>
/// A small member site in the shape of a genealogy service: a login form, a long list of DNA matches and an API that rides
/// on the browser's cookies. It listens on 127.0.0.1 only and its data are <see cref="KinData"/>.
/// </summary>
public sealed class MemberSite : IAsyncDisposable
{
    private static readonly TimeSpan s_stopBudget = TimeSpan.FromSeconds(1);

    private readonly SiteOptions _options;
    private readonly SiteState _state;
    private readonly CancellationTokenSource _stopping = new();
    private WebApplication _app;
    private int _disposed;

    private MemberSite(SiteOptions options)
    {
        _options = options;
        _state = new SiteState(options);
        Control = new SiteControl(_state);
        _app = Build(options.Port);
    }

    /// <summary>The address, such as <c>http://127.0.0.1:40123</c>.</summary>
    public string Url { get; private set; } = "";

    /// <summary>The switches, whether or not they are served over HTTP.</summary>
    public SiteControl Control { get; }

    /// <summary>Starts a site.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<MemberSite> StartAsync(SiteOptions options, CancellationToken cancellationToken = default)
    {
        options.Check();
        MemberSite site = new(options);
        try
        {
            await site.ListenAsync(cancellationToken);
            return site;
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    /// <summary>Closes the port and every connection, as a site that is down. What it knows stays, logins included.</summary>
    public async Task GoDownAsync()
    {
        using CancellationTokenSource budget = new(s_stopBudget, TimeProvider.System);
        await _app.StopAsync(budget.Token);
    }

    /// <summary>Listens again at the same address, after <see cref="GoDownAsync"/>.</summary>
    /// <exception cref="IOException">Somebody else has taken the port meanwhile.</exception>
    public async Task ComeBackAsync(CancellationToken cancellationToken = default)
    {
        await _app.DisposeAsync();
        _app = Build(new Uri(Url).Port);
        await ListenAsync(cancellationToken);
    }

    /// <summary>Stops the site: waits are cancelled, held requests go on, and what takes longer than a second is cut off.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _stopping.CancelAsync();
        _state.Holds.Release(null);
        await GoDownAsync();
        await _app.DisposeAsync();
        if (_state.LogFile is { } file)
        {
            await file.DisposeAsync();
        }

        _stopping.Dispose();
    }

    private static WebApplication Build(int port)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 256 * 1024;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        return builder.Build();
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        Map();
        await _app.StartAsync(cancellationToken);
        Url = _app.Urls.First();
    }

    private void Map()
    {
        RequestPipeline pipeline = new(_state);
        PageHandlers pages = new(_state);
        Route("GET", "/", pages.HomeAsync);
        Route("GET", "/matches", pages.MatchesAsync);
        Route("GET", "/login", pages.LoginFormAsync);
        Route("POST", "/login", pages.LoginAsync);
        Route("POST", "/keep-alive", pages.KeepAliveAsync);
        Route("GET", "/logout", PageHandlers.LogoutAsync);

        SignOnHandlers signOn = new(_state);
        Route("GET", "/sign-on", signOn.FormAsync);
        Route("POST", "/sign-on", signOn.CheckAsync);
        Route("GET", "/sign-on/done", signOn.DoneAsync);
        Route("GET", "/slow", pages.SlowAsync);
        Route("GET", "/spin", PageHandlers.SpinAsync);

        ApiHandlers api = new(_state, pages);
        Route("GET", "/api/me", api.Members(ApiHandlers.MeAsync));
        Route("GET", "/api/csrf", api.Members(api.CsrfAsync));
        Route("GET", "/api/matches", api.Members(api.MatchesAsync));
        Route("GET", "/api/matches/{id}/details", api.Members(api.DetailsAsync));
        Route("GET", "/api/profiles/{id}", api.Members(api.ProfileAsync));
        Route("POST", "/api/badges", api.Members(api.BadgesAsync));
        Route("POST", "/api/notes", api.Members(api.AddNoteAsync));
        Route("GET", "/api/notes", api.Members(api.NotesAsync));
        Route("POST", "/api/messages", api.Members(api.SendMessageAsync));
        Route("GET", "/api/messages", api.Members(api.MessagesAsync));
        Route("GET", "/api/conversations", api.Members(api.InboxAsync));
        Route("GET", "/api/conversations/{id}", api.Members(api.ConversationAsync));

        if (_options.Control)
        {
            new ControlHandlers(Control, _stopping.Token).Map(_app);
        }

        _app.MapFallback("{**path}", http => pipeline.ServeAsync(
            http, "other", _ => new(Answer.Error(StatusCodes.Status404NotFound, "not found"))));

        void Route(string method, string pattern, Func<SiteCall, ValueTask<Answer>> handler)
        {
            string name = method + " " + pattern;
            _app.MapMethods(pattern, [method], http => pipeline.ServeAsync(http, name, handler));
        }
    }

}
