using System.Globalization;
using Holdfast.Actions;

namespace Kinfolk;

/// <summary>Writes one message to every match of the member. Whatever happens on the way, no match gets it twice.</summary>
internal sealed class SendMessages : SendAction<SendMessages.Letter>
{
    // People notice a machine that writes to everybody at once.
    public override int? PerDay => 2000;

    public override async Task<EffectPage<Letter>> PlanAsync(SendContext context, string? cursor, CancellationToken cancellationToken)
    {
        int page = cursor is null ? 1 : int.Parse(cursor, CultureInfo.InvariantCulture);
        MatchPage answer = (await context.Http.GetFromJsonAsync<MatchPage>($"/api/matches?page={page}", cancellationToken))!;
        return new(
            [.. answer.Items.Select(match => new Effect<Letter>($"hello-{match.Id}", new Letter(match.Id, $"Dear {match.Name}, how are we related?")))],
            Next: page < answer.Pages ? (page + 1).ToString(CultureInfo.InvariantCulture) : null);
    }

    public override async Task<Sent> SendAsync(SendContext context, Effect<Letter> effect, CancellationToken cancellationToken)
    {
        using HttpResponseMessage answer = await context.Http.PostAsJsonAsync(
            "/api/messages", new { key = effect.Key, to = effect.Value.To, text = effect.Value.Text }, cancellationToken);
        return Sent.By(answer);
    }

    public override async Task<EffectVerdict> VerifyAsync(SendContext context, Effect<Letter> effect, CancellationToken cancellationToken)
    {
        Outbox outbox = (await context.Http.GetFromJsonAsync<Outbox>($"/api/messages?key={effect.Key}", cancellationToken))!;
        return outbox.Messages.Count > 0 ? EffectVerdict.Done : EffectVerdict.NotDone;
    }

    internal sealed record Letter(string To, string Text);

    private sealed record MatchPage(int Pages, IReadOnlyList<MatchSummary> Items);

    private sealed record Outbox(IReadOnlyList<Posted> Messages);

    private sealed record Posted(string To);
}
