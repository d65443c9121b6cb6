namespace Holdfast.Ledger.Sqlite.Tests;

/// <summary>Every change from one state to another that somebody else may have made.</summary>
internal static class Alterations
{
    public static TheoryData<string, string> Of(string[] states)
    {
        TheoryData<string, string> pairs = [];
        foreach (string from in states)
        {
            foreach (string to in states.Where(to => to != from))
            {
                pairs.Add(from, to);
            }
        }

        return pairs;
    }
}
