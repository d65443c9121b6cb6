namespace Holdfast.Http;

/// <summary>What an answer's <see cref="Proof"/> is worth.</summary>
internal enum ProofVerdict
{
    /// <summary>The site's answers carry none.</summary>
    NotAsked,

    /// <summary>The answer was given to us.</summary>
    Ours,

    /// <summary>It was given to another member.</summary>
    AnothersData,

    /// <summary>It says nothing about the name.</summary>
    Silent,

    /// <summary>It should carry one.</summary>
    Missing,
}
