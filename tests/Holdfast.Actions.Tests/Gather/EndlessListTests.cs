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
        Assert.Equal(RunEnd.Misconfigured, report.End);
        Assert.Contains("the list gave 101 pages in a row", report.Reason, StringComparison.Ordinal);
        Assert.Contains("MaxEmptyPages above 100", report.Reason, StringComparison.Ordinal);
    }

    /// <summary>A longer gap than expected costs one setting, and nothing that was read.</summary>
    [Fact]
    public async Task Run_GapLongerThanTheBound_GoesOnWithALargerOne()
    {
        Endless list = new() { ItemsFrom = 9, End = 12 };
        _run.Settings.MaxEmptyPages = 5;
        RunReport report = await _run.RunAsync(list);
        Assert.Equal((RunEnd.Misconfigured, 0L), (report.End, report.Summary.Seen));
        Assert.Equal(["", "1", "2", "3", "4", "5"], list.Asked);

        list.Asked.Clear();
        _run.Settings.MaxEmptyPages = 9;
        report = await _run.RunAsync(list);
        Assert.Equal((RunEnd.Completed, 4L), (report.End, report.Summary.Seen));
        Assert.Equal(["5", "6", "7", "8", "9", "10", "11", "12"], list.Asked);
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
        Assert.Equal(RunEnd.Misconfigured, report.End);
        Assert.Contains("the plan gave 101 pages in a row", report.Reason, StringComparison.Ordinal);

        (RunEnd end, string? reason) = await _run.PreviewAsync(new EndlessPlan(), static _ => { });
        Assert.Equal(RunEnd.Misconfigured, end);
        Assert.Contains("the plan gave 101 pages in a row", reason, StringComparison.Ordinal);
    }

    private static string Next(string? cursor) => (int.Parse(cursor ?? "0", CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);

    private sealed class Endless : GatherAction<string, string>
    {
        public int ItemsFrom { get; init; } = int.MaxValue;

        public int End { get; init; } = 5000;

        public long? Total { get; init; }

        public List<string> Asked { get; } = [];

        public override Task<ListPage<string>> ListAsync(GatherContext context, string? cursor, CancellationToken cancellationToken)
        {
            Asked.Add(cursor ?? "");
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
