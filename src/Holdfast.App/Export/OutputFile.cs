using Holdfast.Actions;

namespace Holdfast.App;

/// <summary>A file that a command writes: either whole or as it was before.</summary>
internal static class OutputFile
{
    /// <summary>Refuses to write over the ledger or one of its files: they begin with its path (-wal, -shm, the log, the locks).</summary>
    public static void RefuseLedger(string output, Ledger ledger)
    {
        if (output.StartsWith(ledger.Path, OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal))
        {
            throw new UsageException($"--output must not be the ledger or one of its files: '{output}'. Choose another name.");
        }
    }

    /// <summary>Writes under another name first.</summary>
    public static void Replace(string output, string text)
    {
        string temporary = $"{output}.{Environment.ProcessId}.tmp";
        try
        {
            File.WriteAllText(temporary, text);
            File.Move(temporary, output, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
