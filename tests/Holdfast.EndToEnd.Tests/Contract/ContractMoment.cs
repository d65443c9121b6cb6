namespace Holdfast.EndToEnd.Tests.Contract;

/// <summary>When the session dies.</summary>
public enum ContractMoment
{
    /// <summary>While the first page is read.</summary>
    Listing,

    /// <summary>While the first thing is fetched or sent: the site has done it, and its answer is lost.</summary>
    Batch,

    /// <summary>In the transaction that keeps it.</summary>
    Commit,

    /// <summary>Again, while the next generation logs in.</summary>
    Recovery,

    /// <summary>After a stop was asked for, with something in flight.</summary>
    Drain,
}
