using System.Text;

namespace Holdfast;

/// <summary>How a secret may be written in a text that was unescaped and freed of what does not show. Pure.</summary>
internal static class SecretForms
{
    // Others cut too: of a long secret, the beginning is looked for as well, and whatever follows of it.
    private const int Head = 16;
    private const int HeadFrom = 24;
    private const int LongPart = 16;

    private static readonly char[] s_betweenParts = [' ', '"', '\'', ',', ';', ':', '=', '&', '|', '/', '{', '}', '[', ']', '(', ')', '<', '>', '?', '#', '@'];

    /// <summary>All forms of at least <paramref name="shortest"/> characters.</summary>
    public static IReadOnlyCollection<SecretForm> Of(string secret, int shortest)
    {
        HashSet<SecretForm> forms = [];
        foreach (string plain in Plain(secret))
        {
            Add(plain, null);
            if (plain.Length >= HeadFrom && SecretShape.IsOpaque(plain.AsSpan(0, Head)))
            {
                Add(plain[..Head], plain);
            }
        }

        foreach (string bytes in Encoded(secret))
        {
            Add(bytes, null);
            Add(bytes.Replace('+', '-').Replace('/', '_'), null);
        }

        return forms;

        void Add(string text, string? whole)
        {
            if (text.Length >= shortest)
            {
                forms.Add(new SecretForm(text, whole));
            }
        }
    }

    private static IEnumerable<string> Plain(string secret)
    {
        foreach (string text in new[] { secret, secret.Trim(), secret.Trim('"') })
        {
            TextView view = TextView.Of(text);
            yield return view.ToString().Replace(' ', '+');

            // A text is searched at each stage of being unescaped, so a secret that has escapes of its own is known unescaped as well.
            for (TextView? stage = view; stage is not null; stage = stage.Unescape())
            {
                yield return stage.ToString();
                foreach (string part in Parts(stage.ToString(), s_betweenParts))
                {
                    yield return part;
                }
            }
        }

        // A key file is quoted line by line.
        foreach (string line in Parts(secret, '\n'))
        {
            yield return line;
        }
    }

    /// <summary>A cookie may hold a token among other things, and a message quotes just that.</summary>
    private static IEnumerable<string> Parts(string text, params char[] between) =>
        text.Split(between, StringSplitOptions.TrimEntries).Where(part => part.Length >= LongPart && part.Length < text.Length && SecretShape.IsOpaque(part));

    private static IEnumerable<string> Encoded(string secret)
    {
        foreach (string text in new HashSet<string> { secret, secret.Trim() })
        {
            foreach (string form in Base64(Encoding.UTF8.GetBytes(text)))
            {
                yield return form;
            }

            if (!Ascii.IsValid(text) && !text.AsSpan().ContainsAnyExceptInRange('\0', '\u00FF'))
            {
                foreach (string form in Base64(Encoding.Latin1.GetBytes(text)))
                {
                    yield return form;
                }
            }
        }
    }

    /// <summary>Base64 reads three bytes at a time, so a secret inside a longer text is written in one of three ways, which depend on what is before
    /// it.</summary>
    private static IEnumerable<string> Base64(byte[] secret)
    {
        for (int before = 0; before < 3; before++)
        {
            byte[] padded = [.. new byte[before], .. secret];
            string text = Convert.ToBase64String(padded).TrimEnd('=');
            int first = ((before * 8) + 5) / 6;
            int whole = padded.Length * 8 / 6;
            if (first < whole)
            {
                yield return text[first..whole];

                // The last character, when nothing follows.
                yield return text[first..];
            }
        }
    }
}
