using System.Globalization;
using System.Net.Http.Json;
using Holdfast.Actions;

namespace Holdfast.Simulation.Tests;

/// <summary>Sends a message for each of the site's items.</summary>
/// <param name="verifies">True when it can look whether a message was taken.</param>
internal sealed class SendThings(bool verifies) : SendAction<string>
{
    public override async Task<EffectPage<string>> PlanAsync(SendContext context, string? cursor, CancellationToken cancellationToken)
    {
        SiteItems.ListPageAnswer page = (await context.Http.GetFromJsonAsync<SiteItems.ListPageAnswer>($"/list/{cursor ?? "1"}", cancellationToken))!;
        return new([.. page.Rows.Select(row => new Effect<string>(row.Key, row.Key))], page.Next?.ToString(CultureInfo.InvariantCulture));
    }

    public override async Task<Sent> SendAsync(SendContext context, Effect<string> effect, CancellationToken cancellationToken)
    {
        using HttpResponseMessage answer = await context.Http.PostAsync(new Uri($"/send/{effect.Key}", UriKind.Relative), null, cancellationToken);
        return Sent.By(answer);
    }

    public override async Task<EffectVerdict> VerifyAsync(SendContext context, Effect<string> effect, CancellationToken cancellationToken) =>
        !verifies ? EffectVerdict.Unknown
        : await context.Http.GetFromJsonAsync<bool>($"/sent/{effect.Key}", cancellationToken) ? EffectVerdict.Done
        : EffectVerdict.NotDone;
}
