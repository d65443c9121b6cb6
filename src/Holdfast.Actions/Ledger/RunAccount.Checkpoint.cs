namespace Holdfast.Actions;

/// <content>How far a plain action is.</content>
public sealed partial class RunAccount
{
    /// <summary>What the run's action saved and said last.</summary>
    internal Checkpoint ReadCheckpoint() => _db.Read("read the checkpoint", () => Checkpoint.Find(_db, RunId)) ?? Checkpoint.None;

    /// <summary>Replaces it.</summary>
    /// <param name="checkpoint">What the action saves.</param>
    /// <param name="generation">The session that it was learnt through.</param>
    /// <param name="beforeCommit">Called right before COMMIT; may throw to undo it.</param>
    internal void SaveCheckpoint(Checkpoint checkpoint, GenerationStamp generation, Action? beforeCommit) => Write(
        "save a checkpoint",
        () =>
        {
            checkpoint.Store(_db, this, generation);
            return true;
        },
        beforeCommit);
}
