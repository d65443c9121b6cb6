using Holdfast.Actions;

namespace Holdfast.Simulation.Tests;

/// <summary>Gathers or syncs: the records are the site's, in the ledger and wherever they go.</summary>
internal sealed class SimulatedGather(World world, IAction action) : SimulatedAction
{
    private readonly bool _hasTables = action is not CarelessThings && world.Plan.Number("tables", 2) == 0;
    private readonly bool _hasMirror = action is not CarelessThings && world.Plan.Number("mirror", 2) == 0;

    public override IAction Action => action;

    public override bool KnowsWhatIsGone => true;

    public override void AddSinks(IHoldfastBuilder holdfast)
    {
        if (_hasTables)
        {
            holdfast.AddRecordSink<GatherThings, ThingTables>().AddRecordSink<SyncThings, ThingTables>();
        }

        if (_hasMirror)
        {
            holdfast.AddRecordSink<GatherThings, ThingMirror>().AddRecordSink<SyncThings, ThingMirror>();
        }
    }

    /// <summary>What killed too many sessions: once more.</summary>
    public override void GiveTheWord(RunLedger ledger) => ledger.Release(action.Name);

    public override IEnumerable<string> Broken(RunLedger ledger)
    {
        StoredRecord[] records = [.. ledger.ReadRecords(action.Name)];
        string[] rows = [.. records.Select(record => $"{record.Key} {record.Json.Trim('"')}").Order(StringComparer.Ordinal)];
        string[] expected = [.. world.Items.Keys.Where(key => key != world.Items.Poison)
            .Select(key => $"{key} {world.Items.Text(key)}").Order(StringComparer.Ordinal)];
        string[] missing = [.. expected.Except(rows)];
        if (missing.Length > 0)
        {
            yield return $"the ledger lacks {string.Join(", ", missing)}";
        }

        // Only a sync hears of what is gone; a gather keeps what it once had.
        string[] surplus = [.. rows.Except(expected).Where(row => action is SyncThings || world.Items.Text(row.Split(' ')[0]) is not null)];
        if (surplus.Length > 0)
        {
            yield return $"the ledger has {string.Join(", ", surplus)}, and the site does not";
        }

        if (_hasTables && Difference("the table", ThingTables.Read(ledger.Connection.Sqlite), rows) is { } inTable)
        {
            yield return inTable;
        }

        if (_hasMirror && Difference("the place elsewhere", world.Mirror.Rows, rows) is { } elsewhere)
        {
            yield return elsewhere;
        }
    }

    private static string? Difference(string where, IReadOnlyList<string> found, string[] rows)
    {
        (string[] surplus, string[] missing) = ([.. found.Except(rows)], [.. rows.Except(found)]);
        return surplus.Length + missing.Length == 0 ? null
            : $"{where} has {string.Join(", ", surplus)} too much and {string.Join(", ", missing)} too little";
    }
}
