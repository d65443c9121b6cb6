using Holdfast.Actions;

namespace Holdfast.App.Tests;

/// <summary>An action that nobody gets as far as calling.</summary>
internal sealed class GatherThings : GatherAction<string, string>
{
    public override Task<ListPage<string>> ListAsync(GatherContext context, string? cursor, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public override Task<IReadOnlyList<Fetched<string>>> FetchAsync(
        GatherContext context, IReadOnlyList<ListedItem<string>> batch, CancellationToken cancellationToken) => throw new NotSupportedException();
}

/// <summary>A second one, so that a name is needed.</summary>
internal sealed class SyncPlaces : PlainAction
{
    public override Task RunAsync(ActionContext context, CancellationToken cancellationToken) => throw new NotSupportedException();
}
