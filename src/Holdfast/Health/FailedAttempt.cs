namespace Holdfast;

/// <summary>An attempt to open or recover a session that failed; another one follows. Immutable.</summary>
public sealed class FailedAttempt
{
    internal FailedAttempt(int number, string step, string reason)
    {
        Number = number;
        Step = step;
        Reason = reason;
    }

    /// <summary>Which attempt of this opening or recovery it was, from 1.</summary>
    public int Number { get; }

    /// <summary>The step that failed, such as <c>launch</c>.</summary>
    public string Step { get; }

    /// <summary>Why, without secrets, on one line.</summary>
    public string Reason { get; }
}
