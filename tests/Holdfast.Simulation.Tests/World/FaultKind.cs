namespace Holdfast.Simulation.Tests;

/// <summary>What goes wrong.</summary>
internal enum FaultKind
{
    None,

    /// <summary>The browser dies while the request is out; the site has not seen it.</summary>
    DeathBefore,

    /// <summary>The browser dies when the site has done what was asked.</summary>
    DeathAfter,

    /// <summary>The site answers nothing, and neither does the browser from then on.</summary>
    Hang,

    /// <summary>The driver answers nothing from then on; the site does.</summary>
    DriverHang,

    /// <summary>The site forgets who we are.</summary>
    LogOut,

    /// <summary>The site fails, before it has done anything.</summary>
    ServerError,

    /// <summary>The site asks for a pause.</summary>
    TooMany,

    /// <summary>The request takes half a minute on its way.</summary>
    Late,

    /// <summary>Items are new, changed or gone.</summary>
    Change,

    /// <summary>The job is asked to stop.</summary>
    Stop,

    /// <summary>The job is killed.</summary>
    Kill,

    /// <summary>The job does not run for a while.</summary>
    Suspension,

    /// <summary>The machine sleeps for a while.</summary>
    Sleep,

    /// <summary>The browser dies while the call waits for the ledger.</summary>
    DeathBeforeCommit,

    /// <summary>The browser dies after the last look at it, while the ledger commits.</summary>
    DeathInCommit,

    /// <summary>The job is killed before the ledger has done anything.</summary>
    KillBeforeCommit,

    /// <summary>The job is killed before it hears that the ledger has done it.</summary>
    KillAfterCommit,

    /// <summary>The disk is full.</summary>
    DiskFull,

    /// <summary>The ledger takes three seconds.</summary>
    SlowLedger,

    /// <summary>The sink refuses what it is given.</summary>
    SinkRefuses,

    /// <summary>The sink has taken it, and says that it has not.</summary>
    SinkTakesAndFails,

    /// <summary>The sink neither takes it nor answers.</summary>
    SinkHangs,

    /// <summary>The job is killed when the sink has taken it.</summary>
    KillAfterDelivery,

    /// <summary>The browser does not start.</summary>
    LaunchFails,
}
