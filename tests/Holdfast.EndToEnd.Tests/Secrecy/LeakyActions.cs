using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Holdfast.Actions;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using OpenQA.Selenium;

namespace Holdfast.EndToEnd.Tests.Secrecy;

/// <summary>What the leaky job knows.</summary>
/// <param name="Planted">Its secrets.</param>
/// <param name="Tokens">The server beside the site, with a password in its address.</param>
internal sealed record Leaks(Planted Planted, Uri Tokens)
{
    private int _shots;

    /// <summary>Ends when the first call has carried its secrets: nobody can know them before.</summary>
    public TaskCompletionSource Called { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when every fault was injected.</summary>
    public TaskCompletionSource Hurt { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Next(string place) => Planted.Leak(place, Interlocked.Increment(ref _shots) - 1);

    /// <summary>Makes the calls that carry secrets.</summary>
    public async Task CallAsync(HttpClient http, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, $"/api/me?access_token={Planted["query"]}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Planted["authorization"]);
        using HttpResponseMessage me = await http.SendAsync(request, cancellationToken);
        using HttpResponseMessage sentBack = await http.GetAsync(new Uri(Tokens, "/go"), cancellationToken);
        Assert.Contains(Planted["body"], await sentBack.Content.ReadAsStringAsync(cancellationToken), StringComparison.Ordinal);
        Planted.IsCarried = true;
        Called.TrySetResult();
    }
}

/// <summary>A record. Its own data are the user's.</summary>
internal sealed record LeakyRecord(string Text);

/// <summary>Leaks in list pages, items, reasons and driver calls, and goes on until every fault was injected.</summary>
internal sealed class LeakyGather(Leaks leaks, ILogger<LeakyGather> logger) : GatherAction<int, LeakyRecord>
{
    private const int Items = 60;
    private int _pages;

    public override async Task<ListPage<int>> ListAsync(GatherContext context, string? cursor, CancellationToken cancellationToken)
    {
        await leaks.CallAsync(context.Http, cancellationToken);

        // More than once: a death that comes meanwhile takes the failure's place.
        if (Interlocked.Increment(ref _pages) is 1 or 2 or 4 or 6 or 8)
        {
            throw new InvalidDataException(leaks.Next("list"));
        }

        if (cursor is null)
        {
            return new([.. Enumerable.Range(0, Items).Select(number => new ListedItem<int>($"item-{number}", "1", number))], "last", Items);
        }

        while (!leaks.Hurt.Task.IsCompleted)
        {
            using HttpResponseMessage me = await context.Http.GetAsync(new Uri("/api/me", UriKind.Relative), cancellationToken);
            await Task.WhenAny(leaks.Hurt.Task, Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellationToken));
        }

        return new([], null, Items);
    }

    public override async Task<IReadOnlyList<Fetched<LeakyRecord>>> FetchAsync(
        GatherContext context, IReadOnlyList<ListedItem<int>> batch, CancellationToken cancellationToken)
    {
        using HttpResponseMessage badges = await context.Http.PostAsJsonAsync("/api/badges", new { ids = Array.Empty<string>() }, cancellationToken);
        return await context.FetchEachAsync(batch, FetchOneAsync, cancellationToken);

        async Task<Fetched<LeakyRecord>> FetchOneAsync(ListedItem<int> item, CancellationToken token)
        {
            switch (item.Value % 5)
            {
                case 0:
                    return Fetched.Failed<LeakyRecord>(item.Key, leaks.Next("failed"));
                case 1:
                    return Fetched.Partial(item.Key, new LeakyRecord("part"), leaks.Next("partial"));
                case 2:
                    throw new InvalidOperationException(leaks.Next("thrown"));
                case 3:
                    string text = leaks.Next("script");
                    await context.UseAsync<IWebDriver, object?>(
                        driver => ((IJavaScriptExecutor)driver).ExecuteScript("throw new Error(arguments[0])", text), token);
                    throw new InvalidOperationException("the script threw nothing");
                default:
                    logger.LogError(new InvalidDataException(leaks.Next("logged-exception")), "{Text}", leaks.Next("logged"));
                    return Fetched.Whole(item.Key, new LeakyRecord($"record {item.Value.ToString(CultureInfo.InvariantCulture)}"));
            }
        }
    }
}

/// <summary>Leaks in its progress, and then as a bug.</summary>
internal sealed class LeakyWork(Leaks leaks) : PlainAction
{
    public override async Task RunAsync(ActionContext context, CancellationToken cancellationToken)
    {
        await leaks.CallAsync(context.Http, cancellationToken);
        for (int i = 0; i < Writing.Ways.Count; i++)
        {
            context.Report(i, 100, leaks.Next("progress"));
            await context.SaveAsync(i.ToString(CultureInfo.InvariantCulture), cancellationToken);
        }

        throw new InvalidOperationException(leaks.Next("bug"), new InvalidDataException(leaks.Next("inner")));
    }
}

/// <summary>Leaks in receipts and refusals.</summary>
internal sealed class LeakySend(Leaks leaks) : SendAction<int>
{
    public override async Task<EffectPage<int>> PlanAsync(SendContext context, string? cursor, CancellationToken cancellationToken)
    {
        await leaks.CallAsync(context.Http, cancellationToken);
        return new([.. Enumerable.Range(0, 6).Select(number => new Effect<int>($"effect-{number.ToString(CultureInfo.InvariantCulture)}", number))]);
    }

    public override Task<Sent> SendAsync(SendContext context, Effect<int> effect, CancellationToken cancellationToken) => (effect.Value % 3) switch
    {
        0 => Task.FromResult(Sent.Done(leaks.Next("receipt"))),
        1 => Task.FromResult(Sent.Refused(leaks.Next("refused"))),
        _ => throw new InvalidOperationException(leaks.Next("unclear")),
    };
}

/// <summary>A sink elsewhere that takes nothing.</summary>
internal sealed class LeakyDelivery(Leaks leaks) : IRecordDelivery<LeakyRecord>
{
    public Task DeliverAsync(IReadOnlyList<DeliveredRecord<LeakyRecord>> records, CancellationToken cancellationToken) =>
        throw new InvalidDataException(leaks.Next("delivery"));
}

/// <summary>A gather for the sink below.</summary>
internal sealed class LeakyTables(Leaks leaks) : GatherAction<int, LeakyRecord>
{
    public override async Task<ListPage<int>> ListAsync(GatherContext context, string? cursor, CancellationToken cancellationToken)
    {
        await leaks.CallAsync(context.Http, cancellationToken);
        return new([new ListedItem<int>("one", null, 1)], null);
    }

    public override Task<IReadOnlyList<Fetched<LeakyRecord>>> FetchAsync(
        GatherContext context, IReadOnlyList<ListedItem<int>> batch, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Fetched<LeakyRecord>>>([.. batch.Select(item => Fetched.Whole(item.Key, new LeakyRecord("one")))]);
}

/// <summary>Tables in the ledger that cannot be written.</summary>
internal sealed class LeakyTable(Leaks leaks) : IRecordSink<LeakyRecord>
{
    public void Prepare(SqliteConnection connection, SqliteTransaction transaction)
    {
        // None of its own.
    }

    public void Write(IReadOnlyList<SinkRecord<LeakyRecord>> records, SqliteConnection connection, SqliteTransaction transaction) =>
        throw new InvalidDataException(leaks.Next("table"));
}

/// <summary>Nothing to do; its log-in never succeeds.</summary>
internal sealed class LeakyHopeless : PlainAction
{
    public override Task RunAsync(ActionContext context, CancellationToken cancellationToken) => Task.CompletedTask;
}
