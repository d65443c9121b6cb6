using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;

namespace Holdfast;

/// <summary>A text as it reads without what does not show and with escapes resolved; each character knows where it stands in the original.</summary>
internal sealed class TextView
{
    // A text that was escaped more often than this is nobody's message.
    private const int MostStages = 3;
    private const int LongestEntity = 10;

    private static readonly SearchValues<char> s_escapes = SearchValues.Create("%\\&");

    private readonly string _text;
    private readonly int[]? _starts;
    private readonly int[]? _ends;
    private readonly int _stage;

    private TextView(string text, int[]? starts, int[]? ends, int stage) => (_text, _starts, _ends, _stage) = (text, starts, ends, stage);

    public ReadOnlySpan<char> Text => _text;

    /// <summary>The text without control and format characters: a line break inside a long base64 text hides nothing.</summary>
    public static TextView Of(string text)
    {
        int first = 0;
        while (first < text.Length && Shows(text[first]))
        {
            first++;
        }

        if (first == text.Length)
        {
            return new TextView(text, null, null, 0);
        }

        Builder builder = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            builder.Add(text[i], i, i + 1);
        }

        return builder.ToView(0);
    }

    /// <summary>The next stage, in which percent signs, backslashes and entities are resolved once; null when there is nothing to resolve.</summary>
    public TextView? Unescape()
    {
        int next = Text.IndexOfAny(s_escapes);
        if (_stage == MostStages || next < 0)
        {
            return null;
        }

        Builder builder = new(_text.Length);
        bool resolved = false;
        for (int i = 0; i < _text.Length;)
        {
            int length = i < next ? 0 : _text[i] switch
            {
                '%' => Percent(i, builder),
                '\\' => Backslash(i, builder),
                '&' => Entity(i, builder),
                _ => 0,
            };
            resolved |= length > 0;
            if (length == 0)
            {
                (int start, int end) = Origin(i, i + 1);
                builder.Add(_text[i], start, end);
                length = 1;
            }

            i += length;
        }

        return resolved ? builder.ToView(_stage + 1) : null;
    }

    /// <summary>Where a stretch of this view stands in the original.</summary>
    public (int Start, int End) Origin(int start, int end) => (_starts is null ? start : _starts[start], _ends is null ? end : _ends[end - 1]);

    public override string ToString() => _text;

    private static bool Shows(char letter) => letter is >= ' ' and < '\u007F' || (letter > '\u009F' && CharUnicodeInfo.GetUnicodeCategory(letter)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator));

    private int Percent(int at, Builder builder)
    {
        List<byte> bytes = [];
        for (int i = at; i + 2 < _text.Length && _text[i] == '%' && TryHex(i + 1, 2, out int value); i += 3)
        {
            bytes.Add((byte)value);
        }

        byte[] all = [.. bytes];
        for (int done = 0; done < all.Length;)
        {
            bool isUtf8 = Rune.DecodeFromUtf8(all.AsSpan(done), out Rune rune, out int used) == OperationStatus.Done;

            // Old sites escape Latin-1.
            string letters = isUtf8 ? rune.ToString() : ((char)all[done]).ToString();
            used = isUtf8 ? used : 1;
            Add(letters, at + (done * 3), at + ((done + used) * 3), builder);
            done += used;
        }

        return all.Length * 3;
    }

    private int Backslash(int at, Builder builder)
    {
        if (at + 1 == _text.Length)
        {
            return 0;
        }

        (int length, int value) = _text[at + 1] switch
        {
            'u' when TryHex(at + 2, 4, out int code) => (6, code),
            'x' when TryHex(at + 2, 2, out int code) => (4, code),

            // Nothing that shows: it goes, as the character itself does.
            'n' or 'r' or 't' or 'b' or 'f' => (2, '\n'),
            '"' or '\'' or '\\' or '/' or '`' => (2, _text[at + 1]),
            _ => (0, 0),
        };
        if (length > 0)
        {
            Add(((char)value).ToString(), at, at + length, builder);
        }

        return length;
    }

    private int Entity(int at, Builder builder)
    {
        int end = Text[at..Math.Min(_text.Length, at + LongestEntity)].IndexOf(';');
        if (end < 0)
        {
            return 0;
        }

        string entity = _text.Substring(at, end + 1);
        string letters = WebUtility.HtmlDecode(entity);
        if (letters == entity)
        {
            letters = entity == "&apos;" ? "'" : "";
        }

        if (letters.Length == 0)
        {
            return 0;
        }

        Add(letters, at, at + entity.Length, builder);
        return entity.Length;
    }

    private void Add(string letters, int start, int end, Builder builder)
    {
        (int first, int last) = Origin(start, end);
        foreach (char letter in letters)
        {
            builder.Add(letter, first, last);
        }
    }

    private bool TryHex(int at, int length, out int value)
    {
        value = 0;
        return at + length <= _text.Length
            && int.TryParse(_text.AsSpan(at, length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }

    private sealed class Builder(int capacity)
    {
        private readonly StringBuilder _text = new(capacity);
        private readonly List<int> _starts = new(capacity);
        private readonly List<int> _ends = new(capacity);

        public void Add(char letter, int start, int end)
        {
            if (Shows(letter))
            {
                _text.Append(letter);
                _starts.Add(start);
                _ends.Add(end);
            }
        }

        public TextView ToView(int stage) => new(_text.ToString(), [.. _starts], [.. _ends], stage);
    }
}
