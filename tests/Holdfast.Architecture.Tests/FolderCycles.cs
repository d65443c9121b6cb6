namespace Holdfast.Architecture.Tests;

/// <summary>Finds folders that need each other.</summary>
internal static class FolderCycles
{
    /// <summary>The references that close a cycle between folders of one project.</summary>
    /// <param name="references">References of one project.</param>
    /// <returns>A line for each pair of folders in a cycle: from where to where, and one place of it; none when there is no cycle.</returns>
    public static IReadOnlyList<string> Find(IReadOnlyList<SourceReference> references)
    {
        ILookup<string, SourceReference> edges = references
            .Where(reference => reference.To is { } to && to != reference.From)
            .ToLookup(reference => reference.From, StringComparer.Ordinal);
        Dictionary<string, HashSet<string>> reached = edges.ToDictionary(folder => folder.Key, folder => Reach(folder.Key, edges), StringComparer.Ordinal);
        return
        [
            .. from folder in edges
               from pair in folder.GroupBy(reference => reference.To!, StringComparer.Ordinal)
               where reached.TryGetValue(pair.Key, out HashSet<string>? back) && back.Contains(folder.Key)
               orderby folder.Key, pair.Key
               select $"{folder.Key} -> {pair.Key}: {pair.First().Place} names {pair.First().Type}",
        ];
    }

    private static HashSet<string> Reach(string folder, ILookup<string, SourceReference> edges)
    {
        HashSet<string> reached = new(StringComparer.Ordinal);
        Stack<string> open = new([folder]);
        while (open.TryPop(out string? next))
        {
            foreach (string to in edges[next].Select(reference => reference.To!))
            {
                if (reached.Add(to))
                {
                    open.Push(to);
                }
            }
        }

        return reached;
    }
}
