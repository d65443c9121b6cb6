namespace Holdfast.Testing.Tests;

/// <summary>What a random sequence does to a manager.</summary>
public enum ManagerStep
{
    /// <summary>Everyone gets the lease of the living generation.</summary>
    Lease,

    /// <summary>A call that ends well.</summary>
    Call,

    /// <summary>A call that stays in flight.</summary>
    BeginCall,

    /// <summary>A call on a generation that is gone.</summary>
    CallOnTheLost,

    /// <summary>The browser dies, beyond doubt.</summary>
    Die,

    /// <summary>The browser dies, and several say so.</summary>
    DieOfManySigns,

    /// <summary>A watcher of a browser that is gone reports late.</summary>
    LateReport,

    /// <summary>The next launch fails.</summary>
    FailLaunch,

    /// <summary>The next canary fails.</summary>
    FailCanary,

    /// <summary>Probes are not answered from now on.</summary>
    Silence,

    /// <summary>Probes are answered again.</summary>
    Answer,

    /// <summary>A second passes.</summary>
    PassSecond,

    /// <summary>Some 70 s pass: more than it takes to find a silent session dead.</summary>
    PassLong,

    /// <summary>The machine sleeps for an hour.</summary>
    Sleep,
}
