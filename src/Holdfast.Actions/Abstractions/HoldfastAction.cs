using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Actions;

/// <summary>A unit of user work that the runner can run, resume and account for.</summary>
/// <remarks>An action holds no session logic and no state between calls: it may be called from several threads, and again after a death.</remarks>
public abstract class HoldfastAction : IAction
{
    /// <summary>The action's name on the command line and in the ledger. Default: the type's name in kebab case, so that
    /// <c>GatherMatches</c> is <c>gather-matches</c>. Changing it starts a new account.</summary>
    public virtual string Name => KebabCase.Of(GetType().Name);

    /// <summary>How this run's values become JSON, unless the action says it itself.</summary>
    private protected JsonSerializerOptions HandedJson { get; private set; } = JsonSerializerOptions.Web;

    /// <summary>How the action's values become JSON; null when it has none.</summary>
    private protected virtual JsonSerializerOptions? UsedJson => null;

    /// <summary>The types that it keeps as JSON.</summary>
    private protected virtual IEnumerable<Type> JsonTypes => [];

    /// <summary>Makes a leg of it: how one goes is its kind's own affair.</summary>
    internal abstract ILeg BeginLeg(LegRun run);

    /// <summary>Takes what knows its types, and makes sure that all of them can be kept, before anything is begun.</summary>
    /// <exception cref="JsonTypeException">One cannot.</exception>
    internal void TakeJson(IJsonTypeInfoResolver? types)
    {
        HandedJson = ActionJson.Options(types);
        if (UsedJson is { } used && JsonTypes.FirstOrDefault(type => !ActionJson.Knows(used, type)) is { } unknown)
        {
            throw new JsonTypeException(Name, unknown);
        }
    }
}
