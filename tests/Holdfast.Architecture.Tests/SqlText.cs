using System.Text.RegularExpressions;

namespace Holdfast.Architecture.Tests;

/// <summary>Tells SQL from other texts.</summary>
internal static partial class SqlText
{
    /// <summary>True when the text begins as a statement does, with its keywords in capitals as ours are written.</summary>
    public static bool IsStatement(string text) => Statement().IsMatch(text);

    [GeneratedRegex(
        @"^\s*(SELECT\s|INSERT\s+(OR\s+\w+\s+)?INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|"
        + @"CREATE\s+(TABLE|INDEX|VIEW|TRIGGER)\s|PRAGMA\s|WITH\s+\w+\s*(\(|AS\s)|BEGIN\s+IMMEDIATE)")]
    private static partial Regex Statement();
}
