using Holdfast.Actions;

namespace Holdfast.Simulation.Tests;

/// <summary>Gathers, and has a bug that shows in some orders only: it takes for granted that nobody else fetches while it waits.</summary>
/// <param name="book">Who is told when that was not so.</param>
internal sealed class CarelessThings(WorldBook book) : GatherAction<string, string>
{
    private readonly GatherThings _things = new(hasVersions: false);
    private int _fetching;
    private string _last = "";

    public override Task<ListPage<string>> ListAsync(GatherContext context, string? cursor, CancellationToken cancellationToken) =>
        _things.ListAsync(context, cursor, cancellationToken);

    public override async Task<IReadOnlyList<Fetched<string>>> FetchAsync(
        GatherContext context, IReadOnlyList<ListedItem<string>> batch, CancellationToken cancellationToken)
    {
        string own = _last = batch[0].Key;
        int beside = _fetching++;
        try
        {
            IReadOnlyList<Fetched<string>> fetched = await _things.FetchAsync(context, batch, cancellationToken);
            if (beside == 3 && _fetching == 2 && _last == own)
            {
                book.Complain($"{own} was fetched in a bad moment");
            }

            return fetched;
        }
        finally
        {
            _fetching--;
        }
    }
}
