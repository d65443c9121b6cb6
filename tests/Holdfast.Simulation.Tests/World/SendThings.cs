using System.Globalization;
using System.Net.Http.Json;
using Holdfast.Actions;

namespace Holdfast.Simulation.Tests;

/// <summary>Sends a message for each of the site's items, and can look whether it was taken.</summary>
internal sealed class SendThings : SendAction<string>
{
    public override async Task<EffectPage<string>> PlanAsync(SendContext context, string? cursor, CancellationToken cancellationToken)
    {
        SimulatedSite.ListAnswer page = (await context.Http.GetFromJsonAsync<SimulatedSite.ListAnswer>($"/list/{cursor ?? "1"}", cancellationToken))!;
        return new([.. page.Keys.Select(key => new Effect<string>(key, key))], page.Next?.ToString(CultureInfo.InvariantCulture));
    }

    public override async Task<Sent> SendAsync(SendContext context, Effect<string> effect, CancellationToken cancellationToken)
    {
        using HttpResponseMessage answer = await context.Http.PostAsync(new Uri($"/send/{effect.Key}", UriKind.Relative), null, cancellationToken);
        return Sent.By(answer);
    }

    public override async Task<EffectVerdict> VerifyAsync(SendContext context, Effect<string> effect, CancellationToken cancellationToken) =>
        await context.Http.GetFromJsonAsync<bool>($"/sent/{effect.Key}", cancellationToken) ? EffectVerdict.Done : EffectVerdict.NotDone;
}
