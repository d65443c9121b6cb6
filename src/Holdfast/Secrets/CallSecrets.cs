using System.Text;
using System.Text.RegularExpressions;

namespace Holdfast;

/// <summary>Finds the secrets in what a call carries. Thread safe.</summary>
public static partial class CallSecrets
{
    // What stands alone before an @ is a name, unless it looks like a key.
    private const int ShortestKey = 16;

    /// <summary>Tells <see cref="KnownSecrets"/> the password in an address, such as <c>https://ann:password@site.example</c>, or the key that stands in
    /// the place of a name.</summary>
    /// <param name="address">The address, or any text; null for none.</param>
    /// <returns>True when there is one.</returns>
    public static bool Tell(string? address)
    {
        int scheme = address?.IndexOf("://", StringComparison.Ordinal) ?? -1;
        if (scheme < 0)
        {
            return false;
        }

        string rest = address![(scheme + 3)..];
        int end = rest.AsSpan().IndexOfAny('/', '?', '#');
        int at = (end < 0 ? rest : rest[..end]).LastIndexOf('@');
        if (at < 0)
        {
            return false;
        }

        int colon = rest.IndexOf(':', StringComparison.Ordinal);
        bool hasName = colon >= 0 && colon < at;
        string secret = hasName ? rest[(colon + 1)..at] : rest[..at];
        bool isSecret = hasName || (secret.Length >= ShortestKey && SecretShape.IsOpaque(secret));
        if (isSecret)
        {
            KnownSecrets.Add("address", secret);
            KnownSecrets.Add("address", Uri.UnescapeDataString(secret));
        }

        return isSecret;
    }

    /// <summary>Holds the secret of a header, such as <c>Authorization</c> or <c>X-Api-Key</c>. Other headers are ignored.</summary>
    /// <param name="secrets">Holds it.</param>
    /// <param name="name">The header's name.</param>
    /// <param name="value">Its value.</param>
    public static void PutHeader(this HeldSecrets secrets, string name, string value)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        if (!SecretNames.IsSecret(name))
        {
            return;
        }

        secrets.Put(name, value);
        if (!name.EndsWith("Authorization", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        int blank = value.IndexOf(' ', StringComparison.Ordinal);
        string credentials = value[(blank + 1)..].Trim();
        secrets.Put($"{name} credentials", credentials, isOwn: true);
        if (blank == 5 && value.StartsWith("Basic", StringComparison.OrdinalIgnoreCase) && PasswordIn(credentials) is { } password)
        {
            secrets.Put($"{name} password", password, isOwn: true);
        }
    }

    /// <summary>Holds the secrets in query and fragment of an address: what a parameter such as <c>access_token</c> gives.</summary>
    /// <param name="secrets">Holds them.</param>
    /// <param name="address">A whole address.</param>
    /// <param name="isRedirect">True when the site sent us there: then <c>code</c> and <c>state</c> are keys as well.</param>
    public static void PutAddress(this HeldSecrets secrets, Uri address, bool isRedirect = false)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        ArgumentNullException.ThrowIfNull(address);
        if (address.Query.Length == 0 && address.Fragment.Length == 0)
        {
            return;
        }

        foreach (string pair in $"{address.Query}&{address.Fragment}".Split(['&', '?', '#'], StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            string name = pair[..Math.Max(0, equals)];
            string value = pair[(equals + 1)..];
            if ((SecretNames.IsSecret(name) || (isRedirect && name is "code" or "state")) && !SecretShape.IsPlainWord(value))
            {
                secrets.Put($"parameter {name}", value);
            }
        }
    }

    /// <summary>Holds the tokens in a body: what a member such as <c>"csrfToken"</c> of JSON gives, or a hidden field of a page.</summary>
    /// <param name="secrets">Holds them.</param>
    /// <param name="body">The body, as text.</param>
    public static void PutBody(this HeldSecrets secrets, string body)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        ArgumentNullException.ThrowIfNull(body);
        foreach (Match member in Members().Matches(body))
        {
            Put(member.Groups[1].Value, member.Groups[2].Value);
        }

        foreach (Match tag in Tags().Matches(body))
        {
            Put(Attribute(tag.Value, "name"), Attribute(tag.Value, "value") ?? Attribute(tag.Value, "content"));
        }

        void Put(string? name, string? value)
        {
            // A word is a setting, such as "authMethod": "password", and would be blotted out of our own messages.
            if (name is not null && value is not null && SecretNames.IsSecret(name) && !name.EndsWith("-param", StringComparison.Ordinal)
                && !SecretShape.IsPlainWord(value))
            {
                secrets.Put($"body {name}", TextView.Of(value).Unescape()?.ToString() ?? value);
            }
        }
    }

    private static string? Attribute(string tag, string name)
    {
        foreach (Match attribute in Attributes().Matches(tag))
        {
            if (attribute.Groups[1].Value.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return attribute.Groups[2].Value;
            }
        }

        return null;
    }

    // A key has no blank in it.
    [GeneratedRegex(@"""([^""\\]{1,64})""\s{0,9}:\s{0,9}""([^""\s]{8,4096})""")]
    private static partial Regex Members();

    [GeneratedRegex("<(?:input|meta)[^>]{1,4096}>", RegexOptions.IgnoreCase)]
    private static partial Regex Tags();

    [GeneratedRegex(@"([A-Za-z]{1,16})\s{0,9}=\s{0,9}[""']([^""'\s]{1,4096})[""']")]
    private static partial Regex Attributes();

    private static string? PasswordIn(string credentials)
    {
        byte[] bytes = new byte[credentials.Length];
        if (!Convert.TryFromBase64String(credentials, bytes, out int length))
        {
            return null;
        }

        string text = Encoding.UTF8.GetString(bytes, 0, length);
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : text[(colon + 1)..];
    }
}
