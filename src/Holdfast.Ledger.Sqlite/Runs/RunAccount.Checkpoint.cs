namespace Holdfast.Ledger.Sqlite;

/// <content>How far a plain action is.</content>
internal sealed partial class RunAccount
{
    /// <summary>What the run's action saved and said last.</summary>
    internal Checkpoint ReadCheckpoint() => _db.Read("read the checkpoint", () => CheckpointRows.Find(_db, RunId)) ?? Checkpoint.None;

    /// <summary>Replaces it.</summary>
    /// <param name="checkpoint">What the action saves.</param>
    /// <param name="generation">The session that it was learnt through.</param>
    /// <param name="beforeCommit">Called right before COMMIT; may throw to undo it.</param>
    internal void SaveCheckpoint(Checkpoint checkpoint, GenerationStamp generation, Action? beforeCommit) =>
        Write("save a checkpoint", () => CheckpointRows.Store(_db, _leg, checkpoint, generation), beforeCommit);

    /// <summary>Replaces how far the action says it is, and nothing else.</summary>
    /// <param name="progress">What it says.</param>
    /// <param name="generation">The session that it was learnt through.</param>
    /// <param name="beforeCommit">Called right before COMMIT; may throw to undo it.</param>
    internal void SaveProgress(RunProgress progress, GenerationStamp generation, Action? beforeCommit) => Write(
        "save a checkpoint",
        () => CheckpointRows.Store(_db, _leg, (CheckpointRows.Find(_db, RunId) ?? Checkpoint.None) with { Progress = progress }, generation),
        beforeCommit);
}
