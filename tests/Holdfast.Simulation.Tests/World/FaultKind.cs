namespace Holdfast.Simulation.Tests;

/// <summary>What goes wrong with a request.</summary>
internal enum FaultKind
{
    None,

    /// <summary>The browser dies while the request is out; the site has not seen it.</summary>
    DeathBefore,

    /// <summary>The browser dies when the site has done what was asked.</summary>
    DeathAfter,

    /// <summary>The site answers nothing, and neither does the browser from then on.</summary>
    Hang,

    /// <summary>The site forgets who we are.</summary>
    LogOut,

    /// <summary>The site fails, before it has done anything.</summary>
    ServerError,

    /// <summary>The site asks for a pause.</summary>
    TooMany,

    /// <summary>The answer takes half a minute.</summary>
    Late,

    /// <summary>The job is killed: from here on neither ledger nor site hears of it.</summary>
    Kill,

    /// <summary>The next commit finds the disk full.</summary>
    DiskFull,

    /// <summary>The next commit takes three seconds.</summary>
    SlowLedger,
}
