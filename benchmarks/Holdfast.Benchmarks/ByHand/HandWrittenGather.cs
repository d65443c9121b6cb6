using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading.Channels;
using Kinfolk;
using Microsoft.Data.Sqlite;

namespace Holdfast.Benchmarks;

/// <summary>The same gather as an able programmer writes it who expects no trouble: no supervision, no recovery, no account of the items.</summary>
/// <remarks>Selenium logs in, an <see cref="HttpClient"/> rides on the cookies, one reader feeds four workers, each batch is one commit.</remarks>
internal sealed class HandWrittenGather(Uri site, string user, string password, string database, int maxPages)
{
    private const int Concurrency = 4;

    private readonly SemaphoreSlim _saving = new(1);

    public async Task RunAsync()
    {
        using BareBrowser browser = BareBrowser.LogIn(site, user, password);
        using HttpClient http = Connect(browser);
        Csrf csrf = (await http.GetFromJsonAsync<Csrf>("/api/csrf"))!;
        http.DefaultRequestHeaders.Add("X-CSRF-Token", csrf.Token);
        await using SqliteConnection db = Open();

        Channel<MatchPage> pages = Channel.CreateBounded<MatchPage>(Concurrency);
#pragma warning disable CA2025 // It is awaited below.
        Task reader = ReadPagesAsync(http, pages.Writer);
#pragma warning restore CA2025
        Task[] workers = [.. Enumerable.Range(0, Concurrency).Select(_ => Task.Run(async () =>
        {
            await foreach (MatchPage page in pages.Reader.ReadAllAsync())
            {
                await SaveAsync(db, page, await FetchAsync(http, page));
            }
        }))];
        await Task.WhenAll([reader, .. workers]);
    }

    private HttpClient Connect(BareBrowser browser)
    {
        // By hand: a CookieContainer refuses a value that is JSON.
        IEnumerable<string> cookies = browser.Driver.Manage().Cookies.AllCookies.Select(cookie => $"{cookie.Name}={cookie.Value}");
        HttpClient http = new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = site };
        http.DefaultRequestHeaders.TryAddWithoutValidation("Cookie", string.Join("; ", cookies));
        http.DefaultRequestHeaders.UserAgent.ParseAdd((string)browser.Driver.ExecuteScript("return navigator.userAgent")!);
        return http;
    }

    private async Task ReadPagesAsync(HttpClient http, ChannelWriter<MatchPage> pages)
    {
        try
        {
            int last = 1;
            for (int number = 1; number <= last; number++)
            {
                MatchPage page = (await http.GetFromJsonAsync<MatchPage>($"/api/matches?page={number}"))!;
                await pages.WriteAsync(page with { ReadAt = Now() });
                last = Math.Min(page.Pages, maxPages);
            }
        }
        finally
        {
            pages.Complete();
        }
    }

    private static async Task<List<Match>> FetchAsync(HttpClient http, MatchPage page)
    {
        using HttpResponseMessage response = await http.PostAsJsonAsync("/api/badges", new { ids = page.Items.Select(match => match.Id) });
        response.EnsureSuccessStatusCode();
        BadgeList badges = (await response.Content.ReadFromJsonAsync<BadgeList>())!;
        List<Match> matches = [];
        foreach (MatchSummary match in page.Items)
        {
            Details details = (await http.GetFromJsonAsync<Details>($"/api/matches/{match.Id}/details"))!;
            Profile profile = (await http.GetFromJsonAsync<Profile>($"/api/profiles/{match.Id}"))!;
            matches.Add(new Match(
                match.Id, match.Name, details.SharedCm, details.Segments, details.Relationship, details.TreeSize, details.Note,
                profile.Born, profile.Place, badges.Badges[match.Id]));
        }

        return matches;
    }

    private SqliteConnection Open()
    {
        SqliteConnection db = new($"Data Source={database}");
        db.Open();
        using SqliteCommand create = db.CreateCommand();
        create.CommandText =
            """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            CREATE TABLE pages(number INTEGER PRIMARY KEY, read_at INTEGER NOT NULL);
            CREATE TABLE records(id TEXT PRIMARY KEY, json TEXT NOT NULL, saved_at INTEGER NOT NULL);
            """;
        create.ExecuteNonQuery();
        return db;
    }

    [SuppressMessage("Performance", "CA1849:Call async methods when in an async method", Justification = "SQLite's are not asynchronous.")]
    private async Task SaveAsync(SqliteConnection db, MatchPage page, List<Match> matches)
    {
        await _saving.WaitAsync();
        try
        {
            using SqliteTransaction transaction = db.BeginTransaction();
            using SqliteCommand savePage = db.CreateCommand();
            savePage.CommandText = "INSERT INTO pages VALUES ($number, $read)";
            savePage.Parameters.AddWithValue("$number", page.Page);
            savePage.Parameters.AddWithValue("$read", page.ReadAt);
            savePage.ExecuteNonQuery();

            using SqliteCommand save = db.CreateCommand();
            save.CommandText = "INSERT INTO records VALUES ($id, $json, $now)";
            SqliteParameter id = save.Parameters.Add("$id", SqliteType.Text);
            SqliteParameter json = save.Parameters.Add("$json", SqliteType.Text);
            save.Parameters.AddWithValue("$now", Now());
            foreach (Match match in matches)
            {
                id.Value = match.Id;
                json.Value = JsonSerializer.Serialize(match, JsonSerializerOptions.Web);
                save.ExecuteNonQuery();
            }

            transaction.Commit();
        }
        finally
        {
            _saving.Release();
        }
    }

    private static long Now() => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    private sealed record Csrf(string Token);

    private sealed record MatchPage(int Page, int Pages, IReadOnlyList<MatchSummary> Items, long ReadAt);

    private sealed record Details(decimal? SharedCm, int? Segments, string? Relationship, int TreeSize, string? Note);

    private sealed record Profile(int? Born, string? Place);

    private sealed record BadgeList(IReadOnlyDictionary<string, IReadOnlyList<string>> Badges);
}
