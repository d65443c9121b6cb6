namespace Holdfast.Ledger.Contract.Tests;

public sealed class SqliteCommitTests() : CommitContract(new SqliteRig());

public sealed class SqliteEpochTests() : EpochContract(new SqliteRig());

public sealed class SqliteResumeTests() : ResumeContract(new SqliteRig());

public sealed class SqliteListTests() : ListContract(new SqliteRig());

public sealed class SqliteIncidentTests() : IncidentContract(new SqliteRig());

public sealed class SqlitePauseTests() : PauseContract(new SqliteRig());

public sealed class SqliteEffectTests() : EffectContract(new SqliteRig());

public sealed class SqliteCheckpointTests() : CheckpointContract(new SqliteRig());

public sealed class SqliteReconciliationTests() : ReconciliationContract(new SqliteRig());

public sealed class SqliteDecisionTests() : DecisionContract(new SqliteRig());

public sealed class SqliteKilledWriterTests() : KilledWriterContract(new SqliteRig());
