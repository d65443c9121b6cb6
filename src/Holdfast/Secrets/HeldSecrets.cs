namespace Holdfast;

/// <summary>The secrets that one owner, such as a login, holds now: known to <see cref="KnownSecrets"/> as long as the owner lives, and for a while
/// after. Thread safe.</summary>
/// <remarks>Nobody need dispose of it: what it holds is let go when the garbage collector finds it unused. Values that were let go, here or by being
/// replaced, are still blotted out until some thousands newer ones have been let go, because late messages quote them.</remarks>
public sealed class HeldSecrets
{
    // Its own lock: every generation has several of these.
    private readonly Dictionary<string, Secret> _values = new(StringComparer.Ordinal);

    /// <summary>Lets go of what it holds.</summary>
    ~HeldSecrets()
    {
        foreach ((string value, bool isOwn) in _values.Values)
        {
            KnownSecrets.Registry.Release(value, isOwn);
        }
    }

    /// <summary>Holds a value, in place of what the slot held.</summary>
    /// <param name="slot">What it is within its owner, such as a cookie's name, domain and path. Not secret.</param>
    /// <param name="value">The value in clear text; null or empty empties the slot.</param>
    /// <param name="isOwn">True for what a login cannot do without, such as its own cookie: it is blotted out from
    /// <see cref="KnownSecrets.ShortestOwn"/> characters on. Else (the default) from <see cref="KnownSecrets.ShortestOther"/> on.</param>
    public void Put(string slot, string? value, bool isOwn = false)
    {
        ArgumentNullException.ThrowIfNull(slot);
        lock (_values)
        {
            bool had = _values.TryGetValue(slot, out Secret old);
            if (string.IsNullOrEmpty(value))
            {
                _values.Remove(slot);
            }
            else if (!had || old.Value != value || old.IsOwn != isOwn)
            {
                // Before the old one goes: both may be the same value.
                KnownSecrets.Registry.Hold(value, isOwn);
                _values[slot] = new(value, isOwn);
            }
            else
            {
                return;
            }

            if (had)
            {
                KnownSecrets.Registry.Release(old.Value, old.IsOwn);
            }
        }
    }

    /// <summary>Holds a cookie. A short one that a script may read and that is made of words or a date, such as a language or a time zone, is a setting, and
    /// is ignored.</summary>
    /// <param name="cookie">The cookie.</param>
    /// <param name="isOwn">True for the cookie without which there is no login.</param>
    public void PutCookie(SessionCookie cookie, bool isOwn = false)
    {
        ArgumentNullException.ThrowIfNull(cookie);
        bool isSetting = !isOwn && !cookie.HttpOnly && SecretShape.IsPlainWord(cookie.Value);
        Put($"{cookie.Name};{cookie.Domain};{cookie.Path}", isSetting ? null : cookie.Value, isOwn);
    }

    /// <summary>Holds every cookie of a login.</summary>
    /// <param name="login">The login; null holds nothing more.</param>
    public void PutLogin(LoginSnapshot? login)
    {
        foreach (SessionCookie cookie in login?.Cookies ?? [])
        {
            PutCookie(cookie);
        }
    }

    private readonly record struct Secret(string Value, bool IsOwn);
}
