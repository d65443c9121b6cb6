namespace Holdfast;

/// <summary>The secrets that this program holds now, blotted out of every text that is kept or shown. Process wide, because a secret may turn up
/// in anybody's message. Thread safe.</summary>
/// <remarks>
/// A secret is found plain, as base64 (also inside a longer base64 text, as in <c>user:password</c>), and escaped for an address, JSON, a script or
/// HTML, whichever characters were escaped, and where several of these were done one after the other. What is read with the app's
/// <c>Secret</c>, cookies, CSRF tokens and <c>Authorization</c> values of calls come here by themselves; a token that a hook fetched itself is
/// told with <see cref="Add"/>.
/// </remarks>
public static class KnownSecrets
{
    /// <summary>What stands in the place of a secret.</summary>
    public const string Placeholder = "***";

    /// <summary>The shortest password, or other secret told with <see cref="Add"/>, that is blotted out, in characters: shorter ones would take ordinary words
    /// with them, and protect nothing.</summary>
    public const int ShortestOwn = 4;

    /// <summary>The shortest cookie or token that is blotted out, in characters: shorter ones are settings, such as <c>1</c>, <c>true</c> and
    /// <c>en-US</c>.</summary>
    public const int ShortestOther = 8;

    internal static SecretRegistry Registry { get; } = new();

    /// <summary>Tells a secret: from here on it is blotted out.</summary>
    /// <param name="name">What it is, such as the variable it was read from. Not secret. The 16 newest secrets of each name are kept for the life of the
    /// program, earlier ones for a while.</param>
    /// <param name="secret">The secret in clear text. Of less than <see cref="ShortestOwn"/> characters, white space around it not counted, it is
    /// ignored.</param>
    public static void Add(string name, string secret)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(secret);
        Registry.Add(name, secret);
    }

    /// <summary>Tells the name that a site knows us by: a cookie that just holds it stays readable.</summary>
    /// <param name="name">The name, as the site gave it; null and empty are ignored.</param>
    public static void AddMemberName(string? name)
    {
        if (!string.IsNullOrEmpty(name))
        {
            Registry.AddName(name);
        }
    }

    /// <summary>Blots out every known secret. What was not known when a text was kept is not found later: tell secrets before they are used.</summary>
    /// <param name="text">Any text; null is taken for empty.</param>
    /// <returns>The text with <see cref="Placeholder"/> for each secret; the same object when there was none.</returns>
    public static string Mask(string? text) => string.IsNullOrEmpty(text) ? "" : SecretMask.Apply(Registry, text, text.Length);

    /// <summary>As <see cref="Mask"/>, but at most about the first characters: a secret that lies across the cut is blotted out whole.</summary>
    internal static string MaskStart(string text, int length) => SecretMask.Apply(Registry, text, length);
}
