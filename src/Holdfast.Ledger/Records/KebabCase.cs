using System.Text;

namespace Holdfast.Ledger;

/// <summary>Makes names of types into names for people and for the ledger.</summary>
internal static class KebabCase
{
    /// <summary>The name in kebab case: <c>GatherMatches</c> is <c>gather-matches</c>.</summary>
    public static string Of(string name)
    {
        StringBuilder result = new();
        foreach (char letter in name)
        {
            if (char.IsUpper(letter) && result.Length > 0)
            {
                result.Append('-');
            }

            result.Append(char.ToLowerInvariant(letter));
        }

        return result.ToString();
    }
}
