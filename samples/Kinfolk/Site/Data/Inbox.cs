using System.Globalization;

namespace Kinfolk.Site;

/// <summary>The member's conversations: what changed last comes first, and what was deleted leaves a trace.</summary>
internal sealed class Inbox
{
    public const int PerPage = 20;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Conversation> _conversations = new(StringComparer.Ordinal);
    private long _changes;

    public Inbox(int conversations)
    {
        for (int number = 1; number <= conversations; number++)
        {
            ArriveNeedsLock();
        }
    }

    /// <summary>What changed after <paramref name="since"/> and, of that, before <paramref name="before"/>.</summary>
    public InboxPage Page(long since, long before)
    {
        lock (_lock)
        {
            Conversation[] found =
                [.. _conversations.Values.Where(one => one.Changed > since && one.Changed < before).OrderByDescending(one => one.Changed).Take(PerPage + 1)];
            return new InboxPage(
                [.. found.Take(PerPage).Select(one => new InboxItem(one.Id, one.With, one.Changed, one.Deleted))],
                found.Length > PerPage ? found[PerPage - 1].Changed : null,
                _changes);
        }
    }

    /// <summary>A conversation; null when there is none, or none any more.</summary>
    public Conversation? Find(string? id)
    {
        lock (_lock)
        {
            return id is not null && _conversations.TryGetValue(id, out Conversation? found) && !found.Deleted ? found : null;
        }
    }

    /// <summary>All that are there, in the order of their ids.</summary>
    public IReadOnlyList<Conversation> All()
    {
        lock (_lock)
        {
            return [.. _conversations.Values.Where(one => !one.Deleted).OrderBy(one => one.Id, StringComparer.Ordinal)];
        }
    }

    /// <summary>Somebody writes for the first time.</summary>
    /// <returns>The new conversation.</returns>
    public Conversation Arrive()
    {
        lock (_lock)
        {
            return ArriveNeedsLock();
        }
    }

    /// <summary>A message is added; false if there is no such conversation.</summary>
    public bool Reply(string id, string text) => Change(id, one => one with { Messages = [.. one.Messages, new InboxMessage(one.With, text, Edited: false)] });

    /// <summary>The last message is changed; false if there is no such conversation.</summary>
    public bool Edit(string id, string text) =>
        Change(id, one => one with { Messages = [.. one.Messages.SkipLast(1), new InboxMessage(one.With, text, Edited: true)] });

    /// <summary>The conversation is gone; false if there is none.</summary>
    public bool Delete(string id) => Change(id, one => one with { Messages = [], Deleted = true });

    private Conversation ArriveNeedsLock()
    {
        string id = string.Create(CultureInfo.InvariantCulture, $"c{_conversations.Count + 1:D5}");
        string with = KinData.Item(_conversations.Count + 1).Name;
        return _conversations[id] = new Conversation(id, with, ++_changes, Deleted: false, [new InboxMessage(with, "Hello from " + with, Edited: false)]);
    }

    private bool Change(string id, Func<Conversation, Conversation> change)
    {
        lock (_lock)
        {
            if (!_conversations.TryGetValue(id, out Conversation? found) || found.Deleted)
            {
                return false;
            }

            _conversations[id] = change(found) with { Changed = ++_changes };
            return true;
        }
    }
}
