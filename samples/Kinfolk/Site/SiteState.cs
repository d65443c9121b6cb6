namespace Kinfolk.Site;

/// <summary>What the parts of one running site share.</summary>
internal sealed class SiteState(SiteOptions options)
{
    private volatile int _delayMs = options.DelayMs;
    private volatile LoggedOutFace _face;
    private volatile FrontPage _front;

    public TimeProvider Time => options.Time;

    public MatchList Matches { get; } = new(checked(options.Pages * options.PerPage), options.PerPage);

    public NoteBook Notes { get; } = new();

    public MessageBox Messages { get; } = new();

    public Inbox Inbox { get; } = new(options.Conversations);

    public LoginDesk Logins { get; } = new(
        options.Username,
        options.Password,
        options.CodeSecret is { } secret ? new CodeDesk(secret, options.CodePeriod, () => Now(options)) : null);

    /// <summary>The site's time, where it is not that of the machine; null where it is.</summary>
    public DateTimeOffset? OwnTime => options.ClockAhead == 0 ? null : Now(options);

    public SignOnCodes SignOnCodes { get; } = new();

    public SignOn SignOn => options.SignOn;

    public LoginRenewal Renewal => options.Renewal;

    public bool LoopsOnStaleCookie => options.LoopsOnStaleCookie;

    public SessionTable Sessions { get; } = new(options.Cookies);

    public FaultList Faults { get; } = new();

    public HoldList Holds { get; } = new();

    public RequestLog Log { get; } = new(options.Time);

    public RequestLogFile? LogFile { get; } = options.LogFile is { } path ? new(path) : null;

    public HashSet<string> PrivateIds { get; } = [.. options.PrivateIds];

    /// <summary>The CSRF token of everybody who is not logged in.</summary>
    public string AnonymousToken { get; } = MemberSession.NewKey();

    public string Username => options.Username;

    public int DelayMs
    {
        get => _delayMs;
        set => _delayMs = value;
    }

    public FrontPage Front
    {
        get => _front;
        set => _front = value;
    }

    public LoggedOutFace Face
    {
        get => _face;
        set => _face = value;
    }

    private static DateTimeOffset Now(SiteOptions options) => options.Time.GetUtcNow() + TimeSpan.FromSeconds(options.ClockAhead);
}
