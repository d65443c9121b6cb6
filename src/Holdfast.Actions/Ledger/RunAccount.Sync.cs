namespace Holdfast.Actions;

/// <content>Since when a sync reads.</content>
public sealed partial class RunAccount
{
    /// <summary>Begins a sync, or goes on with it: what the last completed run could not fetch is pending.</summary>
    internal SyncSpan BeginSync() => Write("begin a sync", () => new SyncStart(_db, this).Begin(), null);
}
