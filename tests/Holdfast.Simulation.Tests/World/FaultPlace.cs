namespace Holdfast.Simulation.Tests;

/// <summary>Where something can go wrong.</summary>
internal enum FaultPlace
{
    /// <summary>A request to the site.</summary>
    Request,

    /// <summary>A call to the ledger.</summary>
    Ledger,

    /// <summary>A delivery to the place elsewhere.</summary>
    Sink,

    /// <summary>The launch of a browser.</summary>
    Launch,
}
