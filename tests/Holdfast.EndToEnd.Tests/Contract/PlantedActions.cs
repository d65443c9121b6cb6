using System.Globalization;
using System.Net.Http.Json;
using Holdfast.Actions;
using Kinfolk.Site;

namespace Holdfast.EndToEnd.Tests.Contract;

/// <summary>A newly written gather action. Not a word of sessions in it.</summary>
internal sealed class PlantedGather : GatherAction<MatchItem, MatchDetails>
{
    public override async Task<ListPage<MatchItem>> ListAsync(GatherContext context, string? cursor, CancellationToken cancellationToken)
    {
        int page = int.Parse(cursor ?? "1", CultureInfo.InvariantCulture);
        MatchPage answer = (await context.Http.GetFromJsonAsync<MatchPage>($"/api/matches?page={page}", cancellationToken))!;
        return new(
            [.. answer.Items.Select(match => new ListedItem<MatchItem>(match.Id, null, match))],
            page < answer.Pages ? (page + 1).ToString(CultureInfo.InvariantCulture) : null);
    }

    public override Task<IReadOnlyList<Fetched<MatchDetails>>> FetchAsync(
        GatherContext context, IReadOnlyList<ListedItem<MatchItem>> batch, CancellationToken cancellationToken) =>
        context.FetchEachAsync(
            batch,
            async (match, token) => (await context.Http.GetFromJsonAsync<MatchDetails>($"/api/matches/{match.Key}/details", token))!,
            cancellationToken);
}

/// <summary>One that takes every exception for the site's: the runner must not believe what it returns after a death.</summary>
internal sealed class PlantedSwallower : GatherAction<MatchItem, MatchDetails>
{
    public override Task<ListPage<MatchItem>> ListAsync(GatherContext context, string? cursor, CancellationToken cancellationToken) =>
        new PlantedGather().ListAsync(context, cursor, cancellationToken);

    public override async Task<IReadOnlyList<Fetched<MatchDetails>>> FetchAsync(
        GatherContext context, IReadOnlyList<ListedItem<MatchItem>> batch, CancellationToken cancellationToken)
    {
        List<Fetched<MatchDetails>> results = [];
        foreach (ListedItem<MatchItem> match in batch)
        {
            try
            {
                results.Add(Fetched.Whole(
                    match.Key, (await context.Http.GetFromJsonAsync<MatchDetails>($"/api/matches/{match.Key}/details", CancellationToken.None))!));
            }
            catch (OperationCanceledException)
            {
                results.Add(Fetched.Failed<MatchDetails>(match.Key, "cancelled"));
            }
        }

        return results;
    }
}

/// <summary>One of no particular shape.</summary>
internal sealed class PlantedPlain : PlainAction
{
    public override async Task RunAsync(ActionContext context, CancellationToken cancellationToken)
    {
        for (int page = int.Parse(context.Checkpoint ?? "1", CultureInfo.InvariantCulture); page <= 2; page++)
        {
            (await context.Http.GetAsync(new Uri($"/api/matches?page={page}", UriKind.Relative), cancellationToken)).EnsureSuccessStatusCode();
            await context.SaveAsync((page + 1).ToString(CultureInfo.InvariantCulture), cancellationToken);
        }
    }
}
