namespace Holdfast.Ledger.Sqlite;

/// <content>Whose run it is.</content>
internal sealed partial class RunAccount
{
    /// <summary>As <see cref="RunMembers.Take"/>.</summary>
    internal long? TakeMember(string member) => Write("note whose run it is", () => RunMembers.Take(_db, _leg, member), null);
}
