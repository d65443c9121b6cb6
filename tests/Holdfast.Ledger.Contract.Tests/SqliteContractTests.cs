namespace Holdfast.Ledger.Contract.Tests;

public sealed class SqliteCommitTests() : CommitContract(new SqliteRig());

public sealed class SqliteRetryRoundTests() : RetryRoundContract(new SqliteRig());

public sealed class SqliteLastLookTests() : LastLookContract(new SqliteRig());

public sealed class SqliteEpochTests() : EpochContract(new SqliteRig());

public sealed class SqliteQueueTests() : QueueContract(new SqliteRig());

public sealed class SqliteFinishedRunTests() : FinishedRunContract(new SqliteRig());

public sealed class SqliteResumeTests() : ResumeContract(new SqliteRig());

public sealed class SqliteListTests() : ListContract(new SqliteRig());

public sealed class SqliteReconciliationTests() : ReconciliationContract(new SqliteRig());

public sealed class SqliteSyncTests() : SyncContract(new SqliteRig());

public sealed class SqliteCheckTests() : CheckContract(new SqliteRig());

public sealed class SqliteIncidentTests() : IncidentContract(new SqliteRig());

public sealed class SqliteSuspensionTests() : SuspensionContract(new SqliteRig());

public sealed class SqlitePauseTests() : PauseContract(new SqliteRig());

public sealed class SqliteEffectTests() : EffectContract(new SqliteRig());

public sealed class SqliteCarryOverTests() : CarryOverContract(new SqliteRig());

public sealed class SqliteEarlierDeathTests() : EarlierDeathContract(new SqliteRig());

public sealed class SqliteBudgetTests() : BudgetContract(new SqliteRig());

public sealed class SqliteDeliveryTests() : DeliveryContract(new SqliteRig());

public sealed class SqliteCheckpointTests() : CheckpointContract(new SqliteRig());

public sealed class SqliteDecisionTests() : DecisionContract(new SqliteRig());

public sealed class SqliteReaderTests() : ReaderContract(new SqliteRig());

public sealed class SqliteMemberTests() : MemberContract(new SqliteRig());

public sealed class SqliteRefusedLoginTests() : RefusedLoginContract(new SqliteRig());

public sealed class SqliteLockTests() : LockContract(new SqliteRig());

public sealed class SqlitePlaceTests() : PlaceContract(new SqliteRig());

public sealed class SqliteKilledWriterTests() : KilledWriterContract(new SqliteRig());
