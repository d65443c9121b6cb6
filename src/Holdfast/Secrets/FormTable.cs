using System.Runtime.InteropServices;

namespace Holdfast;

/// <summary>Finds thousands of forms in one pass over a text, and takes and drops forms without being built anew. Not thread safe.</summary>
/// <remarks>Each place of the text is asked for the hash of the characters before it (Rabin and Karp). They are compared with the <em>last</em> characters of
/// the forms, because secrets of a site often begin alike.</remarks>
internal sealed class FormTable(int window)
{
    private const ulong Factor = 0x9E3779B97F4A7C15;
    private const int FilterBits = 18;

    private readonly Dictionary<SecretForm, Use> _uses = [];
    private readonly Dictionary<ulong, List<SecretForm>> _byEnd = [];
    private readonly bool[] _filter = new bool[1 << FilterBits];
    private readonly ulong _leaving = Power(window);
    private int _stale;

    /// <summary>Takes a form; as often as it was taken, it must be dropped.</summary>
    /// <param name="form">At least as long as the window.</param>
    /// <param name="value">The secret that it is a form of.</param>
    public void Add(SecretForm form, string value)
    {
        ref Use use = ref CollectionsMarshal.GetValueRefOrAddDefault(_uses, form, out bool known)!;
        use = known ? use with { Count = use.Count + 1 } : new Use(1, value);
        if (!known)
        {
            ulong hash = HashOfEnd(form);
            ref List<SecretForm>? alike = ref CollectionsMarshal.GetValueRefOrAddDefault(_byEnd, hash, out _);
            (alike ??= []).Add(form);
            _filter[Place(hash)] = true;
        }
    }

    /// <summary>Drops a form.</summary>
    public void Remove(SecretForm form)
    {
        if (!_uses.TryGetValue(form, out Use? use))
        {
            return;
        }

        if (use.Count > 1)
        {
            _uses[form] = use with { Count = use.Count - 1 };
            return;
        }

        _uses.Remove(form);
        ulong hash = HashOfEnd(form);
        if (_byEnd.TryGetValue(hash, out List<SecretForm>? alike) && alike.Remove(form) && alike.Count == 0)
        {
            _byEnd.Remove(hash);
            if (++_stale > _filter.Length / 8)
            {
                _stale = 0;
                Array.Clear(_filter);
                foreach (ulong left in _byEnd.Keys)
                {
                    _filter[Place(left)] = true;
                }
            }
        }
    }

    /// <summary>Adds each place where a form stands, unless its secret is excused.</summary>
    public void Find(ReadOnlySpan<char> text, Func<string, bool> isExcused, List<(int Start, int End)> found)
    {
        if (_byEnd.Count == 0)
        {
            return;
        }

        ulong hash = 0;
        for (int end = 1; end <= text.Length; end++)
        {
            hash = (hash * Factor) + text[end - 1] + 1;
            if (end > window)
            {
                hash -= (text[end - 1 - window] + 1UL) * _leaving;
            }

            if (end >= window && _filter[Place(hash)] && _byEnd.TryGetValue(hash, out List<SecretForm>? alike))
            {
                foreach (SecretForm form in alike)
                {
                    int start = end - form.Text.Length;
                    if (start >= 0 && text[start..end].SequenceEqual(form.Text) && !isExcused(_uses[form].Value))
                    {
                        found.Add((start, form.Whole is { } whole ? start + text[start..].CommonPrefixLength(whole) : end));
                    }
                }
            }
        }
    }

    private static int Place(ulong hash) => (int)((hash * Factor) >> (64 - FilterBits));

    private static ulong Power(int exponent)
    {
        ulong power = 1;
        for (int i = 0; i < exponent; i++)
        {
            power *= Factor;
        }

        return power;
    }

    private ulong HashOfEnd(SecretForm form)
    {
        ulong hash = 0;
        foreach (char letter in form.Text.AsSpan(form.Text.Length - window))
        {
            hash = (hash * Factor) + letter + 1;
        }

        return hash;
    }

    private sealed record Use(int Count, string Value);
}
