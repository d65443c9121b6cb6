using System.Text.Json;

namespace Holdfast.Actions;

/// <summary>Changes something on the site: sends messages, submits forms. Each effect happens once, or the ledger says that it is in doubt.</summary>
/// <typeparam name="TEffect">What the sending needs; serialised as JSON.</typeparam>
/// <remarks>
/// Each effect stands in the ledger before it is sent, with a key that names it for ever. What ends without a clear answer (the session
/// died, the site did not answer, the program was killed) is looked for on the site with <see cref="VerifyAsync"/>; what cannot be
/// verified is in doubt, and only the user's decision has it sent again. Effects are sent one after the other, in the order of planning.
/// No session logic is needed: let exceptions pass, and keep no state in the action.
/// </remarks>
public abstract class SendAction<TEffect> : HoldfastAction, ISend
{
    /// <summary>How many effects may be begun in a minute, evenly spread; counted from the ledger, so that starting again sends none early. More
    /// than 0. Null (the default) for as many as the site takes.</summary>
    public virtual double? PerMinute => null;

    /// <summary>How many effects may be begun in any 24 hours, counted from the ledger. When they are used up, the run ends and says when it
    /// may go on. 1 or more. Null (the default) for no limit.</summary>
    public virtual int? PerDay => null;

    /// <summary>How effects become JSON. Default: <see cref="JsonSerializerOptions.Web"/>, with <see cref="RunSettings.JsonTypes"/> if that is set.</summary>
    protected virtual JsonSerializerOptions Json => HandedJson;

    private protected override JsonSerializerOptions? UsedJson => Json;

    private protected override IEnumerable<Type> JsonTypes => [typeof(TEffect)];

    /// <summary>Says what is to happen, page by page. Must change nothing on the site.</summary>
    /// <param name="context">API calls and the browser.</param>
    /// <param name="cursor">Null for the first page, else the <see cref="EffectPage{TEffect}.Next"/> of the page before, perhaps given in an
    /// earlier life of the program.</param>
    /// <param name="cancellationToken">Ends when the session is lost or the run is aborted.</param>
    /// <returns>The page. Keys that the ledger knows are not planned again.</returns>
    public abstract Task<EffectPage<TEffect>> PlanAsync(SendContext context, string? cursor, CancellationToken cancellationToken);

    /// <summary>Has one effect happen. Called once for each attempt, after the attempt stands in the ledger.</summary>
    /// <param name="context">API calls and the browser.</param>
    /// <param name="effect">The effect.</param>
    /// <param name="cancellationToken">Ends when the session is lost or the run is aborted.</param>
    /// <returns>The site's clear answer. Whatever is thrown counts as no answer.</returns>
    public abstract Task<Sent> SendAsync(SendContext context, Effect<TEffect> effect, CancellationToken cancellationToken);

    /// <summary>Looks on the site whether an effect happened whose sending ended without a clear answer. Must change nothing there.</summary>
    /// <param name="context">API calls and the browser.</param>
    /// <param name="effect">The effect.</param>
    /// <param name="cancellationToken">Ends when the session is lost or the run is aborted.</param>
    /// <returns>What the site shows. Default: nobody can tell.</returns>
    public virtual Task<EffectVerdict> VerifyAsync(SendContext context, Effect<TEffect> effect, CancellationToken cancellationToken) =>
        Task.FromResult(EffectVerdict.Unknown);

    /// <inheritdoc/>
    double? ISend.PerMinute => PerMinute is not (null or > 0)
        ? throw new InvalidOperationException($"PerMinute of action '{Name}' must be more than 0, or null for as many as the site takes.")
        : PerMinute;

    /// <inheritdoc/>
    int? ISend.PerDay => PerDay is < 1
        ? throw new InvalidOperationException($"PerDay of action '{Name}' must be 1 or more, or null for no limit.")
        : PerDay;

    /// <inheritdoc/>
    async Task<PlannedPage> ISend.PlanAsync(SendContext context, string? cursor, CancellationToken cancellationToken)
    {
        EffectPage<TEffect> page = await PlanAsync(context, cursor, cancellationToken).ConfigureAwait(false);
        return page.Effects.Any(effect => string.IsNullOrEmpty(effect.Key))
            ? throw new InvalidOperationException($"Action '{Name}' planned an effect without a key.")
            : new PlannedPage([.. page.Effects.Select(effect => new PlannedEffect(effect.Key, JsonSerializer.Serialize(effect.Value, Json)))], page.Next);
    }

    /// <inheritdoc/>
    Task<Sent> ISend.SendAsync(SendContext context, StoredEffect effect, CancellationToken cancellationToken) =>
        SendAsync(context, Read(effect), cancellationToken);

    /// <inheritdoc/>
    Task<EffectVerdict> ISend.VerifyAsync(SendContext context, StoredEffect effect, CancellationToken cancellationToken) =>
        VerifyAsync(context, Read(effect), cancellationToken);

    /// <inheritdoc/>
    internal sealed override ILeg BeginLeg(LegRun run) => new SendLeg(this, run);

    private Effect<TEffect> Read(StoredEffect effect) => new(effect.Key, JsonSerializer.Deserialize<TEffect>(effect.PayloadJson, Json)!);
}
