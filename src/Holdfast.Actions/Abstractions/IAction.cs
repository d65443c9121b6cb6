namespace Holdfast.Actions;

/// <summary>Anything that can be run. Derive from <see cref="GatherAction{TItem, TRecord}"/>, <see cref="SyncAction{TItem, TRecord}"/>,
/// <see cref="SendAction{TEffect}"/> or <see cref="PlainAction"/>: the runner knows these kinds.</summary>
public interface IAction
{
    /// <summary>The action's name on the command line and in the ledger. Changing it starts a new account.</summary>
    string Name { get; }
}
