using System.Runtime.InteropServices;

namespace Holdfast;

/// <summary>What is known: values that somebody holds, and a bounded number of those that nobody holds any more. Thread safe.</summary>
/// <param name="maxPast">How many values that nobody holds are still known.</param>
/// <param name="maxPastLength">How many characters they may have together.</param>
internal sealed class SecretRegistry(int maxPast = 4096, int maxPastLength = 1 << 20)
{
    private const int KeptForName = 16;
    private const int MaxNames = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Value, bool IsOwn), Known> _known = [];
    private readonly LinkedList<(string Value, bool IsOwn)> _past = [];
    private readonly Dictionary<string, Queue<string>> _named = new(StringComparer.Ordinal);
    private readonly HashSet<string> _owned = new(StringComparer.Ordinal);
    private readonly Queue<string> _names = [];
    private readonly FormTable _short = new(KnownSecrets.ShortestOwn);
    private readonly FormTable _long = new(KnownSecrets.ShortestOther);
    private int _pastLength;
    private int _longest;

    /// <summary>The longest form that was ever known, in characters.</summary>
    public int Longest => Volatile.Read(ref _longest);

    /// <summary>How many values are known, held or not.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _known.Count;
            }
        }
    }

    /// <summary>A secret of its own, held for ever, unless its name gets many newer ones.</summary>
    public void Add(string name, string secret)
    {
        lock (_lock)
        {
            ref Queue<string>? values = ref CollectionsMarshal.GetValueRefOrAddDefault(_named, name, out _);
            values ??= [];
            if (values.Contains(secret))
            {
                return;
            }

            Hold(secret, isOwn: true);
            values.Enqueue(secret);
            if (values.Count > KeptForName)
            {
                Release(values.Dequeue(), isOwn: true);
            }
        }
    }

    /// <summary>A name that is no secret, even if a cookie holds it.</summary>
    public void AddName(string name)
    {
        lock (_lock)
        {
            if (!_names.Contains(name))
            {
                _names.Enqueue(name);
                if (_names.Count > MaxNames)
                {
                    _names.Dequeue();
                }
            }
        }
    }

    /// <summary>One more holds the value.</summary>
    public void Hold(string value, bool isOwn)
    {
        if (IsTooShort(value, isOwn))
        {
            return;
        }

        lock (_lock)
        {
            (string, bool) key = (value, isOwn);
            if (!_known.TryGetValue(key, out Known? known))
            {
                known = new Known(SecretForms.Of(value, isOwn ? KnownSecrets.ShortestOwn : KnownSecrets.ShortestOther));
                _known.Add(key, known);
                Learn_NeedsLock(value, known, isOwn);
            }
            else if (known.Past is { } past)
            {
                known.Past = null;
                _past.Remove(past);
                _pastLength -= value.Length;
            }

            known.Holders++;
        }
    }

    /// <summary>One less holds it. When nobody does, it is known until newer ones have taken its room.</summary>
    public void Release(string value, bool isOwn)
    {
        lock (_lock)
        {
            if (!_known.TryGetValue((value, isOwn), out Known? known) || --known.Holders > 0)
            {
                return;
            }

            known.Past = _past.AddLast((value, isOwn));
            _pastLength += value.Length;
            while (_past.Count > maxPast || _pastLength > maxPastLength)
            {
                (string Value, bool IsOwn) oldest = _past.First!.Value;
                _past.RemoveFirst();
                _pastLength -= oldest.Value.Length;
                Forget_NeedsLock(oldest);
            }
        }
    }

    /// <summary>Adds each place of a text where a secret stands.</summary>
    public void Find(ReadOnlySpan<char> text, List<(int Start, int End)> found)
    {
        lock (_lock)
        {
            _short.Find(text, IsExcused_NeedsLock, found);
            _long.Find(text, IsExcused_NeedsLock, found);
        }
    }

    private static bool IsTooShort(string value, bool isOwn) =>
        value.AsSpan().Trim().Length < (isOwn ? KnownSecrets.ShortestOwn : KnownSecrets.ShortestOther);

    private bool IsExcused_NeedsLock(string value) => _names.Contains(value) && !_owned.Contains(value);

    private FormTable TableFor(SecretForm form) => form.Text.Length < KnownSecrets.ShortestOther ? _short : _long;

    private void Learn_NeedsLock(string value, Known known, bool isOwn)
    {
        if (isOwn)
        {
            _owned.Add(value);
        }

        foreach (SecretForm form in known.Forms)
        {
            TableFor(form).Add(form, value);
            _longest = Math.Max(_longest, (form.Whole ?? form.Text).Length);
        }
    }

    private void Forget_NeedsLock((string Value, bool IsOwn) key)
    {
        _known.Remove(key, out Known? known);
        if (key.IsOwn)
        {
            _owned.Remove(key.Value);
        }

        foreach (SecretForm form in known!.Forms)
        {
            TableFor(form).Remove(form);
        }
    }

    private sealed class Known(IReadOnlyCollection<SecretForm> forms)
    {
        public IReadOnlyCollection<SecretForm> Forms { get; } = forms;

        public int Holders { get; set; }

        /// <summary>Where it waits to be forgotten; null while somebody holds it.</summary>
        public LinkedListNode<(string Value, bool IsOwn)>? Past { get; set; }
    }
}
