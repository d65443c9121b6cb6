using Holdfast.Testing;

namespace Holdfast.Selenium.Tests;

/// <summary>Keeps what the conformance tests measured for <c>docs/conformance.md</c>, if somebody asked for it.</summary>
internal static class ConformanceReport
{
    private static readonly Lock s_gate = new();

    /// <summary>Adds a row to the file that <c>HOLDFAST_CONFORMANCE_ROWS</c> names; does nothing without it.</summary>
    public static void Add(ConformanceRow row)
    {
        if (Environment.GetEnvironmentVariable("HOLDFAST_CONFORMANCE_ROWS") is { Length: > 0 } file)
        {
            lock (s_gate)
            {
                File.AppendAllText(file, row.ToMarkdown() + "\n");
            }
        }
    }
}
