using System.Text.Json;

namespace Holdfast.Browsers;

/// <summary>What one target event means for the session.</summary>
internal enum TabEvent
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>No page is left.</summary>
    LastClosed,

    /// <summary>The tab that commands go to has crashed.</summary>
    InUseCrashed,

    /// <summary>The tab that commands go to was closed, while others are left.</summary>
    InUseClosed,
}

/// <summary>
/// The browser's pages, from its target events, and the one that commands go to, from the commands. Thread safe. A page that is closed while
/// others are left may be a loss only if commands go to it, and none of them has closed it.
/// </summary>
internal sealed class TabTracker
{
    // A tab in use that was closed is among the last ones.
    private const int MostClosed = 100;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _pages = [];
    private readonly HashSet<string> _crashed = [];
    private readonly HashSet<string> _hidden = [];
    private readonly Queue<string> _closed = new();
    private string? _inUse;

    /// <summary>The id of the tab that commands go to; a WebDriver window handle is the target's id.</summary>
    public string? InUse
    {
        get
        {
            lock (_gate)
            {
                return _inUse;
            }
        }
    }

    /// <summary>True when the tab in use is there and has not crashed.</summary>
    public bool InUseIsFine
    {
        get
        {
            lock (_gate)
            {
                return _inUse is not null && _pages.Contains(_inUse) && !_crashed.Contains(_inUse);
            }
        }
    }

    /// <summary>True when the tab in use was closed. The driver may be in another all the same: see <see cref="TabFollower"/>.</summary>
    public bool IsInUseGone
    {
        get
        {
            lock (_gate)
            {
                return _inUse is not null && _closed.Contains(_inUse);
            }
        }
    }

    /// <summary>True when no page is left.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_gate)
            {
                return _pages.Count == 0;
            }
        }
    }

    /// <summary>True when this tab is known and was not closed.</summary>
    public bool Has(string target)
    {
        lock (_gate)
        {
            return _pages.Contains(target);
        }
    }

    /// <summary>True when this tab was closed of late.</summary>
    public bool IsClosed(string target)
    {
        lock (_gate)
        {
            return _closed.Contains(target);
        }
    }

    /// <summary>True when this tab has crashed.</summary>
    public bool HasCrashed(string target)
    {
        lock (_gate)
        {
            return _crashed.Contains(target);
        }
    }

    /// <summary>Commands go to this tab from now on.</summary>
    public void Use(string target)
    {
        lock (_gate)
        {
            _inUse = target;
        }
    }

    /// <summary>A command is about to close the tab in use: from now on there is none, until another is chosen.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            _inUse = null;
        }
    }

    /// <summary>A page of our own making is not the user's: it counts for nothing.</summary>
    public void Hide(string target)
    {
        lock (_gate)
        {
            _ = _hidden.Add(target);
            _ = _pages.Remove(target);
        }
    }

    /// <summary>Takes a target event.</summary>
    public TabEvent Take(string method, JsonElement parameters)
    {
        lock (_gate)
        {
            switch (method)
            {
                case "Target.targetCreated":
                    Created_NeedsLock(parameters.GetProperty("targetInfo"));
                    return TabEvent.None;
                case "Target.targetDestroyed":
                    return Remove(parameters.GetProperty("targetId").GetString()!);
                case "Target.targetCrashed":
                    return Crash(parameters.GetProperty("targetId").GetString()!);
                default:
                    return TabEvent.None;
            }
        }
    }

    /// <summary>A page is there.</summary>
    public void Add(string id)
    {
        lock (_gate)
        {
            _ = _pages.Add(id);
        }
    }

    /// <summary>A page is gone.</summary>
    public TabEvent Remove(string id)
    {
        lock (_gate)
        {
            if (!_pages.Remove(id))
            {
                return TabEvent.None;
            }

            _closed.Enqueue(id);
            if (_closed.Count > MostClosed)
            {
                _closed.Dequeue();
            }

            return _pages.Count == 0 ? TabEvent.LastClosed
                : id == _inUse ? TabEvent.InUseClosed
                : TabEvent.None;
        }
    }

    /// <summary>A page has crashed.</summary>
    public TabEvent Crash(string id)
    {
        lock (_gate)
        {
            _ = _crashed.Add(id);
            return id == _inUse ? TabEvent.InUseCrashed : TabEvent.None;
        }
    }

    /// <summary>Knows of no page any more; the one in use stays.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _pages.Clear();
        }
    }

    private void Created_NeedsLock(JsonElement target)
    {
        string id = target.GetProperty("targetId").GetString()!;
        // A prerendered page has no window: it must not hide that the last one closed.
        bool hasWindow = !target.TryGetProperty("subtype", out JsonElement subtype) || subtype.GetString() is null or "";
        if (target.GetProperty("type").GetString() == "page" && hasWindow && !_hidden.Contains(id))
        {
            _ = _pages.Add(id);
        }
    }
}
