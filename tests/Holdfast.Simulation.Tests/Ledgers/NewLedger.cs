namespace Holdfast.Simulation.Tests;

/// <summary>A ledger that has nothing in it, made once in a process: to copy it takes a fraction of the time.</summary>
internal static class NewLedger
{
    /// <param name="folder">Where the one to copy is.</param>
    /// <param name="path">The new one.</param>
    /// <param name="time">The clock.</param>
    public static void Make(string folder, string path, TimeProvider time)
    {
        string model = Path.Combine(folder, "new.db");
        if (!File.Exists(model))
        {
            RunLedger.Open(model, LedgerAccess.ReadWrite, time).Dispose();
        }

        File.Copy(model, path);
    }
}
