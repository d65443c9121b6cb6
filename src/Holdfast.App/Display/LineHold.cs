namespace Holdfast.App;

/// <summary>Whether the place below the last line is somebody else's: while the terminal is read, and from an unfinished line on, which is how a question
/// begins, until it is clear that nobody waits for an answer. Not thread safe.</summary>
/// <param name="isRead">Whether the terminal is read now; null where that cannot be told: then an unfinished line is a question until it is ended.</param>
/// <param name="time">The clock.</param>
internal sealed class LineHold(Func<bool?> isRead, TimeProvider time)
{
    // From the question to the wait for its answer it takes no time to speak of.
    private static readonly TimeSpan s_untilRead = TimeSpan.FromSeconds(2);

    private long _wroteAt;

    /// <summary>The unfinished line; empty when there is none.</summary>
    public string Unfinished { get; private set; } = "";

    /// <summary>True when the terminal was being read at the last look.</summary>
    public bool IsRead { get; private set; }

    /// <summary>Notes what was written.</summary>
    public void Wrote(string text)
    {
        int line = text.LastIndexOf('\n');
        Unfinished = line < 0 ? Unfinished + text : text[(line + 1)..];
        _wroteAt = time.GetTimestamp();
    }

    /// <summary>A question stands again below a line that came in between.</summary>
    public void AskAgain(string question) => Unfinished = question;

    /// <summary>The line was ended.</summary>
    public void Finish() => Unfinished = "";

    /// <summary>Looks whether the terminal is read now.</summary>
    public bool LooksRead() => IsRead = isRead() == true;

    /// <summary>Looks whether the place is somebody else's.</summary>
    public bool IsHeld()
    {
        bool? reads = isRead();
        IsRead = reads == true;
        return IsRead || (Unfinished.Length > 0 && (reads is null || time.GetElapsedTime(_wroteAt) < s_untilRead));
    }
}
