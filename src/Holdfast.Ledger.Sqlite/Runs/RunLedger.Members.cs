namespace Holdfast.Ledger.Sqlite;

/// <content>Whose runs it holds.</content>
public sealed partial class RunLedger
{
    /// <summary>As <see cref="RunMembers.Find"/>.</summary>
    internal long? FindOtherMember(string action, string member) => _db.Read("find whose the effects are", () => RunMembers.Find(_db, action, member));

    /// <summary>Forgets whose the runs of an action are: the next one takes whoever is logged in then.</summary>
    /// <returns>How many runs were somebody's.</returns>
    internal int ReleaseMembers(string action) => _db.Write("release runs", () => RunMembers.Release(_db, action));
}
