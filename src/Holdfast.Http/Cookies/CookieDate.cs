namespace Holdfast.Http;

/// <summary>Reads the dates of <c>Expires</c> as browsers do (RFC 6265, section 5.1.1): any order, any separator, two-digit years.</summary>
internal static class CookieDate
{
    private static readonly string[] s_months =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    public static bool TryParse(string text, out DateTimeOffset date)
    {
        date = default;
        (int Hour, int Minute, int Second)? time = null;
        int? day = null;
        int? month = null;
        int? year = null;
        foreach (Range range in Tokens(text))
        {
            ReadOnlySpan<char> token = text.AsSpan(range);
            if (time is null && TryTime(token, out (int, int, int) found))
            {
                time = found;
            }
            else if (day is null && TryNumber(token, 1, 2, out int dayFound))
            {
                day = dayFound;
            }
            else if (month is null && TryMonth(token, out int monthFound))
            {
                month = monthFound;
            }
            else if (year is null && TryNumber(token, 2, 4, out int yearFound))
            {
                year = yearFound switch { >= 70 and <= 99 => yearFound + 1900, < 70 => yearFound + 2000, _ => yearFound };
            }
        }

        if (time is not { } t || day is not { } d || month is not { } m || year is not { } y
            || y is < 1601 or > 9999 || d < 1 || d > DateTime.DaysInMonth(y, m) || t.Hour > 23 || t.Minute > 59 || t.Second > 59)
        {
            return false;
        }

        date = new DateTimeOffset(y, m, d, t.Hour, t.Minute, t.Second, TimeSpan.Zero);
        return true;
    }

    private static IEnumerable<Range> Tokens(string text)
    {
        int start = -1;
        for (int i = 0; i <= text.Length; i++)
        {
            bool inside = i < text.Length && (char.IsAsciiLetterOrDigit(text[i]) || text[i] == ':' || text[i] >= 0x7F);
            if (inside && start < 0)
            {
                start = i;
            }
            else if (!inside && start >= 0)
            {
                yield return start..i;
                start = -1;
            }
        }
    }

    private static bool TryTime(ReadOnlySpan<char> token, out (int Hour, int Minute, int Second) time)
    {
        time = default;
        Span<Range> parts = stackalloc Range[4];
        return token.Split(parts, ':') == 3
            && TryNumber(token[parts[0]], 1, 2, out time.Hour, exact: true)
            && TryNumber(token[parts[1]], 1, 2, out time.Minute, exact: true)
            && TryNumber(token[parts[2]], 1, 2, out time.Second);
    }

    private static bool TryMonth(ReadOnlySpan<char> token, out int month)
    {
        for (month = 1; month <= 12; month++)
        {
            if (token.StartsWith(s_months[month - 1], StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads leading digits; what follows them must not be a digit, and must be nothing when <paramref name="exact"/>.</summary>
    private static bool TryNumber(ReadOnlySpan<char> token, int least, int most, out int number, bool exact = false)
    {
        int digits = 0;
        number = 0;
        while (digits < token.Length && char.IsAsciiDigit(token[digits]))
        {
            if (++digits > most)
            {
                return false;
            }

            number = (number * 10) + (token[digits - 1] - '0');
        }

        return digits >= least && (!exact || digits == token.Length);
    }
}
