namespace Holdfast.Http;

/// <summary>What an answer says by itself about who asked, for <see cref="SessionHttpOptions.ProvesIdentity"/>. Immutable; the default is
/// <see cref="None"/>.</summary>
/// <remarks>Only <see cref="Of"/> proves anything: a mark that every member's answers carry is on another member's data too.</remarks>
public readonly record struct Proof
{
    private Proof(ProofKind kind, string? name) => (Kind, Name) = (kind, name);

    /// <summary>It carries no proof, although the site's good answers do: it looks logged out.</summary>
    public static Proof None => default;

    /// <summary>It is a member's, and does not say whose. It is proven by a question, as without this hook.</summary>
    public static Proof Nameless => new(ProofKind.Nameless, null);

    /// <summary>It is of a kind that never carries proof, such as a static file. It proves nothing, and is proven by a question.</summary>
    public static Proof DoesNotApply => new(ProofKind.DoesNotApply, null);

    internal ProofKind Kind { get; }

    internal string? Name { get; }

    /// <summary>It names the member that it was given to.</summary>
    /// <param name="name">The name, spelt as <see cref="SessionHttpOptions.WhoAmI"/> spells it: the two are compared, letter by letter.</param>
    /// <returns>A proof when the name is ours; else the answer is not taken.</returns>
    /// <exception cref="ArgumentException">The name is null or empty.</exception>
    public static Proof Of(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new(ProofKind.Named, name);
    }

    /// <summary>What the proof is worth to a member. Pure.</summary>
    internal static ProofVerdict Judge(Proof? proof, string? member) => proof switch
    {
        null => ProofVerdict.NotAsked,
        { Kind: ProofKind.Named, Name: var name } => name == member ? ProofVerdict.Ours : ProofVerdict.AnothersData,
        { Kind: ProofKind.Nameless or ProofKind.DoesNotApply } => ProofVerdict.Silent,
        _ => ProofVerdict.Missing,
    };
}
