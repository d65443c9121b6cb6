using System.Globalization;
using Holdfast.Testing;

namespace Holdfast.Actions.Tests.Gather;

/// <summary>A list that shows nothing and always leads on ends by name, and a total that cannot be is refused.</summary>
public sealed class EndlessListTests : IAsyncDisposable
{
    private readonly ScriptedRun _run = new(new ScriptedSite(static _ => new { }));

    public ValueTask DisposeAsync() => _run.DisposeAsync();

    [Fact]
    public async Task Run_EmptyPagesForEver_EndsNamed()
    {
        RunReport report = await _run.RunAsync(new Endless());
        Assert.Equal(RunEnd.ListingIncomplete, report.End);
        Assert.Contains("101 pages in a row", report.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_EmptyPagesAndThenItems_AreRead()
    {
        RunReport report = await _run.RunAsync(new Endless { ItemsFrom = 90, End = 95 });
        Assert.Equal((RunEnd.Completed, 6L), (report.End, report.Summary.Seen));
    }

    [Fact]
    public async Task Run_NegativeTotal_Refused()
    {
        RunReport report = await _run.RunAsync(new Endless { Total = -1, ItemsFrom = 0, End = 0 });
        Assert.Equal((RunEnd.ListingIncomplete, 0L), (report.End, report.Summary.Seen));
        Assert.Contains("gave -1 as the list's total", report.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_EmptyPlanForEver_EndsNamed()
    {
        RunReport report = await _run.RunAsync(new EndlessPlan());
        Assert.Equal(RunEnd.ListingIncomplete, report.End);
        Assert.Contains("the plan gave 101 pages in a row", report.Reason, StringComparison.Ordinal);

        (RunEnd end, string? reason) = await _run.PreviewAsync(new EndlessPlan(), static _ => { });
        Assert.Equal(RunEnd.ListingIncomplete, end);
        Assert.Contains("the plan gave 101 pages in a row", reason, StringComparison.Ordinal);
    }

    private static string Next(string? cursor) => (int.Parse(cursor ?? "0", CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);

    private sealed class Endless : GatherAction<string, string>
    {
        public int ItemsFrom { get; init; } = int.MaxValue;

        public int End { get; init; } = 5000;

        public long? Total { get; init; }

        public override Task<ListPage<string>> ListAsync(GatherContext context, string? cursor, CancellationToken cancellationToken)
        {
            int page = int.Parse(cursor ?? "0", CultureInfo.InvariantCulture);
            return Task.FromResult(new ListPage<string>(
                page < ItemsFrom ? [] : [new ListedItem<string>($"k{page}", null, "")], page < End ? Next(cursor) : null, Total));
        }

        public override Task<IReadOnlyList<Fetched<string>>> FetchAsync(
            GatherContext context, IReadOnlyList<ListedItem<string>> batch, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<Fetched<string>>>([.. batch.Select(item => Fetched.Whole(item.Key, item.Key))]);
    }

    private sealed class EndlessPlan : SendAction<string>
    {
        public override Task<EffectPage<string>> PlanAsync(SendContext context, string? cursor, CancellationToken cancellationToken) =>
            Task.FromResult(new EffectPage<string>([], Next(cursor)));

        public override Task<Sent> SendAsync(SendContext context, Effect<string> effect, CancellationToken cancellationToken) =>
            Task.FromResult(Sent.Done());
    }
}
