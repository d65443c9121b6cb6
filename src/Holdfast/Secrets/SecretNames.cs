using System.Text.RegularExpressions;

namespace Holdfast;

/// <summary>Which names of headers and parameters stand for a secret. Pure.</summary>
internal static partial class SecretNames
{
    /// <summary>True for names such as <c>Authorization</c>, <c>X-Api-Key</c> and <c>access_token</c>.</summary>
    public static bool IsSecret(string name) => Names().IsMatch(name);

    [GeneratedRegex(
        "token|secret|passw|auth(?!or(?!i[sz]))|api[-_]?key|access[-_]?key|csrf|xsrf|session|credential|signature|jwt|ticket",
        RegexOptions.IgnoreCase)]
    private static partial Regex Names();
}
