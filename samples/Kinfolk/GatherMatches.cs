using System.Globalization;
using Holdfast.Actions;

namespace Kinfolk;

/// <summary>Gathers every match of the member: the list page by page, then details, profile and badges of each match.</summary>
internal sealed class GatherMatches : GatherAction<MatchSummary, Match>
{
    public override async Task<ListPage<MatchSummary>> ListAsync(GatherContext context, string? cursor, CancellationToken cancellationToken)
    {
        int page = cursor is null ? 1 : int.Parse(cursor, CultureInfo.InvariantCulture);
        MatchPage answer = (await context.Http.GetFromJsonAsync<MatchPage>($"/api/matches?page={page}", cancellationToken))!;
        return new(
            [.. answer.Items.Select(match => new ListedItem<MatchSummary>(match.Id, match.Version, match))],
            Next: page < answer.Pages ? (page + 1).ToString(CultureInfo.InvariantCulture) : null,
            answer.Total);
    }

    public override async Task<IReadOnlyList<Fetched<Match>>> FetchAsync(
        GatherContext context, IReadOnlyList<ListedItem<MatchSummary>> batch, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await context.Http.PostAsJsonAsync(
            "/api/badges", new { ids = batch.Select(match => match.Key) }, cancellationToken);
        response.EnsureSuccessStatusCode();
        BadgeList badges = (await response.Content.ReadFromJsonAsync<BadgeList>(cancellationToken))!;

        return await context.FetchEachAsync(batch, FetchOneAsync, cancellationToken);

        async Task<Match> FetchOneAsync(ListedItem<MatchSummary> match, CancellationToken token)
        {
            Details details = (await context.Http.GetFromJsonAsync<Details>($"/api/matches/{match.Key}/details", token))!;
            Profile profile = (await context.Http.GetFromJsonAsync<Profile>($"/api/profiles/{match.Key}", token))!;
            return new Match(
                match.Key, match.Value.Name, details.SharedCm, details.Segments, details.Relationship, details.TreeSize, details.Note,
                profile.Born, profile.Place, badges.Badges[match.Key]);
        }
    }

    private sealed record MatchPage(int Pages, long Total, IReadOnlyList<MatchSummary> Items);

    private sealed record Details(decimal? SharedCm, int? Segments, string? Relationship, int TreeSize, string? Note);

    private sealed record Profile(int? Born, string? Place);

    private sealed record BadgeList(IReadOnlyDictionary<string, IReadOnlyList<string>> Badges);
}
