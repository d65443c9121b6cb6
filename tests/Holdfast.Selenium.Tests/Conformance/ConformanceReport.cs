namespace Holdfast.Selenium.Tests;

/// <summary>Keeps what the conformance tests measured for <c>docs/conformance.md</c>, if somebody asked for it.</summary>
internal static class ConformanceReport
{
    private static readonly Lock s_gate = new();

    /// <summary>Adds a row to a table, which is a file in the folder that <c>HOLDFAST_CONFORMANCE_ROWS</c> names; does nothing without it.</summary>
    public static void Add(string table, string row)
    {
        if (Environment.GetEnvironmentVariable("HOLDFAST_CONFORMANCE_ROWS") is { Length: > 0 } folder)
        {
            lock (s_gate)
            {
                File.AppendAllText(Path.Combine(folder, table), row + "\n");
            }
        }
    }
}
