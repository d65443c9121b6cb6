using System.Globalization;
using Holdfast.Testing;

namespace Holdfast.Actions.Tests.Gather;

/// <summary>A list that is ended by name has told of items: these are fetched first.</summary>
public sealed class EndedListTests : IAsyncDisposable
{
    private readonly ScriptedRun _run = new(new ScriptedSite(static _ => new { }));

    public EndedListTests()
    {
        _run.Settings.MaxEmptyPages = 5;
        _run.Settings.BatchSize = 1;
    }

    public ValueTask DisposeAsync() => _run.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Run_PagesShowNothingNew_WhatIsPlannedIsFetched(int concurrency)
    {
        _run.Settings.Concurrency = concurrency;
        Endless list = new(items: 2 * concurrency);
        RunReport report = await _run.RunAsync(list);

        Assert.Equal((RunEnd.Misconfigured, 2L * concurrency, 0L), (report.End, report.Summary.New, report.Summary.Missing));
        Assert.Contains("the list gave 6 pages in a row", report.Reason, StringComparison.Ordinal);
    }

    /// <summary>What failed is tried once more, and the list is not: it would give the same again.</summary>
    [Fact]
    public async Task Run_ItemFailedBefore_IsTriedOnceMore()
    {
        Endless list = new(items: 2) { FailsAtFirst = "k1" };
        RunReport report = await _run.RunAsync(list);

        Assert.Equal((RunEnd.Misconfigured, 2L, 0L), (report.End, report.Summary.New, report.Summary.Failed));
        Assert.Equal(7, list.Pages);
    }

    /// <summary>A graver reason that comes up while the rest is fetched takes its place.</summary>
    [Fact]
    public async Task Run_SiteFailsMeanwhile_EndsAsThat()
    {
        _run.Settings.CriticalFailures = 2;
        RunReport report = await _run.RunAsync(new Endless(items: 2) { FailsAlways = true });
        Assert.Equal(RunEnd.SiteFailing, report.End);
    }

    /// <summary>All items on the first page, and empty pages without an end; nothing is fetched before the list has shown too many of them.</summary>
    private sealed class Endless(int items) : GatherAction<string, string>
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private bool _failed;

        public int Pages { get; private set; }

        public string? FailsAtFirst { get; init; }

        public bool FailsAlways { get; init; }

        public override Task<ListPage<string>> ListAsync(GatherContext context, string? cursor, CancellationToken cancellationToken)
        {
            if (++Pages == 7)
            {
                _ended.SetResult();
            }

            return Task.FromResult(new ListPage<string>(
                cursor is null ? [.. Enumerable.Range(0, items).Select(number => new ListedItem<string>($"k{number}", null, ""))] : [],
                Pages.ToString(CultureInfo.InvariantCulture)));
        }

        public override async Task<IReadOnlyList<Fetched<string>>> FetchAsync(
            GatherContext context, IReadOnlyList<ListedItem<string>> batch, CancellationToken cancellationToken)
        {
            await _ended.Task.WaitAsync(cancellationToken);
            return [.. batch.Select(Fetch)];
        }

        private Fetched<string> Fetch(ListedItem<string> item)
        {
            bool fails = FailsAlways || (item.Key == FailsAtFirst && !_failed);
            _failed |= fails;
            return fails ? Fetched.Failed<string>(item.Key, "not now", siteFault: true) : Fetched.Whole(item.Key, item.Key);
        }
    }
}
