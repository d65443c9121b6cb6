namespace Holdfast.App;

/// <summary>Writes arguments so that a person can paste them into a shell.</summary>
internal static class ShellText
{
    /// <summary>The words, each quoted when it needs it.</summary>
    public static string Join(IEnumerable<string> words) => TerminalText.Encode(string.Join(' ', words.Select(Quote)));

    private static string Quote(string word) =>
        word.Length > 0 && word.All(letter => char.IsLetterOrDigit(letter) || "-_./:=@,+%\\".Contains(letter, StringComparison.Ordinal))
            ? word
            : OperatingSystem.IsWindows() ? $"\"{word}\"" : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
