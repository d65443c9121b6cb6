namespace Holdfast.Http;

/// <summary>The kinds of <see cref="Proof"/>.</summary>
internal enum ProofKind
{
    None,
    Named,
    Nameless,
    DoesNotApply,
}
