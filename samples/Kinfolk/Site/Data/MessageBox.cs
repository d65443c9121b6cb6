namespace Kinfolk.Site;

/// <summary>The sent messages. There is no detection of duplicates on purpose: a double send must be visible.</summary>
internal sealed class MessageBox
{
    private readonly Lock _lock = new();
    private readonly List<Message> _messages = [];

    public Message Add(string? key, string to, string text, string member)
    {
        lock (_lock)
        {
            Message message = new(_messages.Count + 1, key, to, text, member);
            _messages.Add(message);
            return message;
        }
    }

    /// <summary>All messages, or those with one key.</summary>
    public IReadOnlyList<Message> Find(string? key)
    {
        lock (_lock)
        {
            return [.. _messages.Where(message => key is null || message.Key == key)];
        }
    }
}
