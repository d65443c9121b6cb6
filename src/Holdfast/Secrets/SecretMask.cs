using System.Text;

namespace Holdfast;

/// <summary>Blots out what a registry knows.</summary>
internal static class SecretMask
{
    // The longest escape of one character: \u0041.
    private const int Escape = 6;
    private const int MostBeyond = 1 << 17;

    /// <summary>The first characters of a text, or a few more or less: a secret that lies across the cut is blotted out as a whole.</summary>
    public static string Apply(SecretRegistry registry, string text, int length)
    {
        if (registry.Longest == 0)
        {
            return text.Length <= length ? text : text[..length];
        }

        string part = text.Length <= length ? text : text[..Math.Min(text.Length, length + Math.Min(registry.Longest * Escape, MostBeyond))];
        List<(int Start, int End)> places = Places(registry, part);
        places.RemoveAll(place => place.Start >= length);
        if (places.Count == 0)
        {
            return text.Length <= length ? text : text[..length];
        }

        places.Sort();
        StringBuilder masked = new(part.Length);
        int at = 0;
        for (int i = 0; i < places.Count;)
        {
            (int start, int end) = places[i];
            for (i++; i < places.Count && places[i].Start <= end; i++)
            {
                end = Math.Max(end, places[i].End);
            }

            masked.Append(part, at, start - at).Append(KnownSecrets.Placeholder);
            at = end;
        }

        return masked.Append(part, at, Math.Max(0, Math.Min(length, part.Length) - at)).ToString();
    }

    private static List<(int Start, int End)> Places(SecretRegistry registry, string text)
    {
        List<(int Start, int End)> places = [];
        List<(int Start, int End)> found = [];
        for (TextView? view = TextView.Of(text); view is not null; view = view.Unescape())
        {
            registry.Find(view.Text, found);
            foreach ((int start, int end) in found)
            {
                places.Add(WholeEscapes(text, view.Origin(start, end)));
            }

            found.Clear();
        }

        return places;
    }

    /// <summary>A backslash and what it escapes stay together, so that JSON stays JSON.</summary>
    private static (int Start, int End) WholeEscapes(string text, (int Start, int End) place) => (
        IsEscaped(text, place.Start) ? place.Start - 1 : place.Start,
        place.End < text.Length && IsEscaped(text, place.End) ? place.End + 1 : place.End);

    private static bool IsEscaped(string text, int at)
    {
        int before = at;
        while (before > 0 && text[before - 1] == '\\')
        {
            before--;
        }

        return (at - before) % 2 == 1;
    }
}
