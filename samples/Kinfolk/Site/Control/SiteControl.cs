namespace Kinfolk.Site;

/// <summary>
/// The switches of a running site, for tests. A <c>path</c> is a prefix of path and query, with a method before it if wanted
/// (<c>POST /api/notes</c>) and <c>$</c> after it if it is the whole (<c>/api/matches?page=1$</c>). All members are thread-safe.
/// </summary>
public sealed class SiteControl
{
    private readonly SiteState _state;

    internal SiteControl(SiteState state) => _state = state;

    /// <summary>The switches as they stand.</summary>
    public SiteSettings Settings() => new(
        _state.DelayMs, _state.Face, _state.Sessions.UntilExpiry, _state.Sessions.RotateEvery, _state.Matches.Total, _state.Faults.All(),
        _state.Front);

    /// <summary>Sets the service delay of everything but the control API.</summary>
    public void SetDelay(int milliseconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(milliseconds);
        _state.DelayMs = milliseconds;
    }

    /// <summary>Ends all sessions on the server; the cookies stay in the browser.</summary>
    public void ExpireSessions() => _state.Sessions.ExpireAll();

    /// <summary>Ends all sessions when the Nth API request from now arrives, before it is served; 0 disarms.</summary>
    public void ExpireSessionsAt(int apiRequest)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(apiRequest);
        _state.Sessions.ExpireAt(apiRequest);
    }

    /// <summary>Chooses how the API answers who is not logged in.</summary>
    public void SetFace(LoggedOutFace face) => _state.Face = face;

    /// <summary>Puts something in front of the whole site, or takes it away.</summary>
    public void SetFront(FrontPage front) => _state.Front = front;

    /// <summary>Arms a fault.</summary>
    public void AddFault(FaultRule fault) => _state.Faults.Add(fault);

    /// <summary>Answers 429 to the next <paramref name="count"/> matching requests (-1: for ever).</summary>
    public void Throttle(string path, int count, int retryAfterSeconds) => AddFault(new FaultRule(path, 429, count, retryAfterSeconds));

    /// <summary>Disarms all faults.</summary>
    public void ClearFaults() => _state.Faults.Clear();

    /// <summary>Gives every session a new CSRF token.</summary>
    public void RotateCsrf() => _state.Sessions.RotateAll();

    /// <summary>Gives a session a new CSRF token after each <paramref name="posts"/> accepted POSTs; 0: never.</summary>
    public void RotateCsrfEvery(int posts)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(posts);
        _state.Sessions.RotateEvery = posts;
    }

    /// <summary>Inserts (or removes, if negative) matches at the front, now or right after <paramref name="atPage"/> was served.</summary>
    public void Shift(int count, int? atPage = null) => _state.Matches.Shift(new ListShift(count, atPage));

    /// <summary>Changes one match, and with it its version; false if there is no such match.</summary>
    public bool Touch(string id) => KinData.TryParseId(id, out int index) && _state.Matches.Touch(index);

    /// <summary>Changes the inbox; false if there is no such conversation.</summary>
    /// <param name="change">What happens.</param>
    /// <param name="id">The conversation; null for <see cref="InboxChange.Arrive"/>, which makes its own.</param>
    /// <param name="text">The message, for a reply or an edit.</param>
    public bool ChangeInbox(InboxChange change, string? id = null, string text = "") => change switch
    {
        InboxChange.Arrive => _state.Inbox.Arrive() is not null,
        InboxChange.Reply => _state.Inbox.Reply(id ?? "", text),
        InboxChange.Edit => _state.Inbox.Edit(id ?? "", text),
        _ => _state.Inbox.Delete(id ?? ""),
    };

    /// <summary>The conversations that are there, in the order of their ids.</summary>
    public IReadOnlyList<Conversation> Conversations() => _state.Inbox.All();

    /// <summary>Changes the password, so that logins with the old one fail. Sessions go on.</summary>
    public void ChangePassword(string password) => _state.Logins.ChangePassword(password);

    /// <summary>Holds matching requests from now on; returns the hold's number.</summary>
    public int Hold(string path, HoldStage stage = HoldStage.Arrival) => _state.Holds.Add(path, stage);

    /// <summary>Releases one hold, or all.</summary>
    public void Release(int? hold = null) => _state.Holds.Release(hold);

    /// <summary>
    /// Waits until at least <paramref name="count"/> matching requests have arrived since the start, or after the log's
    /// place <paramref name="since"/>, and reports that very moment.
    /// </summary>
    public Task<ArrivalReport> WaitAsync(
        string path, int count, TimeSpan timeout, long since = 0, CancellationToken cancellationToken = default) =>
        _state.Log.WaitAsync(path, count, timeout, since, cancellationToken);

    /// <summary>A part of the request log, at most 20,000 entries; the control API's own requests are not in it.</summary>
    public SiteLogPage Log(long from = 1) => _state.Log.Read(from);

    /// <summary>The counts.</summary>
    public SiteCounts Counts()
    {
        (int pending, Dictionary<string, int>? routes) = _state.Log.Counts();
        return new SiteCounts(
            _state.Logins.Succeeded,
            _state.Logins.Failed,
            pending,
            _state.Holds.Waiting,
            _state.Sessions.Live,
            _state.Notes.All().Count,
            routes);
    }

    /// <summary>The stored notes.</summary>
    public IReadOnlyList<Note> Notes() => _state.Notes.All();

    /// <summary>The sent messages.</summary>
    public IReadOnlyList<Message> Messages() => _state.Messages.Find(null);
}
