namespace Holdfast.Http;

/// <summary>Counts the calls that were really put on the wire, since the last pause and for a minute at most. Not thread safe.</summary>
internal sealed class SentWindow
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_kept = s_longest / 2;

    private long _sent;
    private long _trials;

    /// <summary>When its first call was sent.</summary>
    public TimeSpan Began { get; private set; }

    /// <summary>Calls of it that the site refused. As long as there are any, calls are trials: the first one that is let through begins a
    /// new window.</summary>
    public long Refused { get; private set; }

    /// <summary>Calls that the site has not refused.</summary>
    public long LetThrough => _sent - Refused;

    /// <summary>A call goes on the wire.</summary>
    /// <param name="now">Now.</param>
    public void Sent(TimeSpan now)
    {
        if (_sent == 0)
        {
            Began = now;
        }
        else if (Refused == 0 && now - Began > s_longest)
        {
            // The newer half minute stays, as if the calls had been spread evenly.
            _sent = (long)(_sent * (s_kept / (now - Began)));
            Began = now - s_kept;
        }

        _sent++;
        _trials += Refused > 0 ? 1 : 0;
    }

    /// <summary>It never got there.</summary>
    public void Unsent()
    {
        _sent--;
        _trials -= _trials > 0 ? 1 : 0;
    }

    /// <summary>The site refused a call.</summary>
    public void Refuse() => Refused++;

    /// <summary>The site lets calls through again, after a pause.</summary>
    /// <param name="began">When the pause ended.</param>
    public void Restart(TimeSpan began) => (Began, _sent, _trials, Refused) = (began, _trials, 0, 0);
}
