using System.Globalization;
using System.Net.Http.Json;

namespace Holdfast.Actions.Tests.Send;

/// <summary>Sends the tests' messages.</summary>
/// <param name="verifies">Whether it can look for a message on the site.</param>
internal sealed class SendPosts(bool verifies = true) : SendAction<string>
{
    public override string Name => "send-posts";

    public int? Budget { get; set; }

    public double? Rate { get; set; }

    public Func<SendContext, string, CancellationToken, Task<Sent>> Send { get; set; } = PostAsync;

    public override int? PerDay => Budget;

    public override double? PerMinute => Rate;

    public static async Task<Sent> PostAsync(SendContext context, string key, CancellationToken cancellationToken)
    {
        using HttpResponseMessage answer = await context.Http.PostAsync(new Uri($"/send?{key}", UriKind.Relative), null, cancellationToken);
        return Sent.By(answer, $"r-{key}");
    }

    public override async Task<EffectPage<string>> PlanAsync(SendContext context, string? cursor, CancellationToken cancellationToken)
    {
        PostSite.Page page = (await context.Http.GetFromJsonAsync<PostSite.Page>($"/plan?{cursor ?? "1"}", cancellationToken))!;
        return new([.. page.Keys.Select(key => new Effect<string>(key, $"text of {key}"))], page.Next?.ToString(CultureInfo.InvariantCulture));
    }

    public override Task<Sent> SendAsync(SendContext context, Effect<string> effect, CancellationToken cancellationToken) =>
        Send(context, effect.Key, cancellationToken);

    public override async Task<EffectVerdict> VerifyAsync(SendContext context, Effect<string> effect, CancellationToken cancellationToken) =>
        !verifies ? await base.VerifyAsync(context, effect, cancellationToken)
        : await context.Http.GetFromJsonAsync<bool>($"/sent?{effect.Key}", cancellationToken) ? EffectVerdict.Done
        : EffectVerdict.NotDone;
}
