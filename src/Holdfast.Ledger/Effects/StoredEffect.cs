namespace Holdfast.Ledger;

/// <summary>An effect as stored.</summary>
public sealed class StoredEffect
{
    internal StoredEffect(
        long id, string action, string key, string payloadJson, EffectState state, string? text, int attempts, DateTimeOffset changedAt)
    {
        Id = id;
        Action = action;
        Key = key;
        PayloadJson = payloadJson;
        State = state;
        Text = text;
        Attempts = attempts;
        ChangedAt = changedAt;
    }

    /// <summary>Its number in the ledger; rises in planning order.</summary>
    public long Id { get; }

    /// <summary>The action that it belongs to.</summary>
    public string Action { get; }

    /// <summary>The idempotency key.</summary>
    public string Key { get; }

    /// <summary>What the sending needs, as JSON.</summary>
    public string PayloadJson { get; }

    /// <summary>What became of it.</summary>
    public EffectState State { get; }

    /// <summary>The receipt, the reason or the doubt; null for none.</summary>
    public string? Text { get; }

    /// <summary>How often it was begun.</summary>
    public int Attempts { get; }

    /// <summary>When it last changed its state.</summary>
    public DateTimeOffset ChangedAt { get; }

    /// <summary>The effect as it was at an earlier moment.</summary>
    internal StoredEffect AsOf(EffectState state, string? text, DateTimeOffset changedAt) =>
        new(Id, Action, Key, PayloadJson, state, text, Attempts, changedAt);
}
