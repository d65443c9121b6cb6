using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Holdfast.Actions.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Actions.Tests.Engine;

public sealed class RunEngineTests
{
    /// <summary>A run that is refused leaves the one that it meets as it is.</summary>
    [Fact]
    public async Task RunAsync_SameActionRunsAlready_KeepsItsJson()
    {
        await using ManyRunsRig rig = new();
        await rig.AddAsync(name: null, entries: 1);
        RunEngine engine = rig.Services.GetRequiredService<RunEngine>();
        RunSettings with = rig.Settings("job");
        with.JsonTypes = new DefaultJsonTypeInfoResolver();
        NumbersAction action = new();
        Exception? refused = null;
        JsonSerializerOptions? before = null;
        action.Fetching = async () =>
        {
            before = action.JsonNow;
            refused = await Record.ExceptionAsync(() => engine.RunAsync(action, rig.Settings("job"), RunRig.Token));
        };

        RunReport report = await engine.RunAsync(action, with, RunRig.Token);

        Assert.Equal(RunEnd.Completed, report.End);
        Assert.IsType<RunLockedException>(refused);
        Assert.Same(before, action.JsonNow);
    }

    [Fact]
    public async Task RunAsync_WorkAndEndOfTheSessionFail_ThrowsWhatTheWorkThrew()
    {
        await using ManyRunsRig rig = new();
        await rig.AddAsync(name: null, entries: 1);
        RunEngine engine = rig.Services.GetRequiredService<RunEngine>();

        await Assert.ThrowsAsync<NotSupportedException>(() => engine.RunAsync(
            new Failing(), rig.Settings("job"), static () => throw new InvalidOperationException("the end"), RunRig.Token));
        await Assert.ThrowsAsync<InvalidOperationException>(() => engine.RunAsync(
            new NumbersAction(), rig.Settings("other"), static () => throw new InvalidOperationException("the end"), RunRig.Token));
    }

    /// <summary>Gathers one number out of the air.</summary>
    private sealed class NumbersAction : GatherAction<int, int>
    {
        public Func<Task> Fetching { get; set; } = static () => Task.CompletedTask;

        public JsonSerializerOptions JsonNow => Json;

        public override Task<ListPage<int>> ListAsync(GatherContext context, string? cursor, CancellationToken cancellationToken) =>
            Task.FromResult(new ListPage<int>([new ListedItem<int>("n1", "v1", 1)], Next: null));

        public override async Task<IReadOnlyList<Fetched<int>>> FetchAsync(
            GatherContext context, IReadOnlyList<ListedItem<int>> batch, CancellationToken cancellationToken)
        {
            await Fetching();
            return [.. batch.Select(item => Fetched.Whole(item.Key, item.Value))];
        }
    }

    /// <summary>Has a bug.</summary>
    private sealed class Failing : PlainAction
    {
        public override Task RunAsync(ActionContext context, CancellationToken cancellationToken) => throw new NotSupportedException("a bug");
    }
}
