namespace Holdfast.App;

/// <summary>Finds what a mistyped word may have meant.</summary>
internal static class NearMatch
{
    /// <summary>Up to three candidates that are a typing mistake or a beginning away, nearest first.</summary>
    public static IReadOnlyList<string> Find(string word, IEnumerable<string> candidates)
    {
        (string Candidate, int Distance)[] near = [.. candidates
            .Distinct(StringComparer.Ordinal)
            .Select(candidate => (candidate, distance: Distance(word.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .Where(pair => pair.distance <= Math.Max(1, pair.candidate.Length / 3) || IsPart(word, pair.candidate))
            .OrderBy(pair => pair.distance).ThenBy(pair => pair.candidate, StringComparer.Ordinal)];

        // A hit makes the far ones noise.
        return [.. near.Where(pair => pair.Distance <= near[0].Distance + 1).Take(3).Select(pair => pair.Candidate)];
    }

    /// <summary>" Did you mean x or y?", or nothing.</summary>
    public static string Hint(string word, IEnumerable<string> candidates) =>
        Find(word, candidates) is { Count: > 0 } near ? $" Did you mean {string.Join(" or ", near)}?" : "";

    private static bool IsPart(string word, string candidate) =>
        word.Trim('-').Length >= 3 && candidate.Contains(word.Trim('-'), StringComparison.OrdinalIgnoreCase);

    // Damerau-Levenshtein with adjacent swaps: the commonest slips are a wrong, missing, extra or swapped letter.
    private static int Distance(string a, string b)
    {
        int[] before = [], above = [], row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            (before, above, row) = (above, row, new int[b.Length + 1]);
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(above[j], row[j - 1]) + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }
        }

        return row[b.Length];
    }
}
