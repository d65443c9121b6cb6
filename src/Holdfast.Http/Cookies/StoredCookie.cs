namespace Holdfast.Http;

/// <summary>One cookie in a jar. The value is a secret.</summary>
internal sealed class StoredCookie
{
    public required string Name { get; init; }

    public required string Value { get; init; }

    /// <summary>The host without a leading dot.</summary>
    public required string Domain { get; init; }

    /// <summary>Not sent to subdomains.</summary>
    public required bool HostOnly { get; init; }

    public required string Path { get; init; }

    public bool Secure { get; init; }

    public bool HttpOnly { get; init; }

    public DateTimeOffset? Expires { get; init; }

    public string? SameSite { get; init; }

    public CookiePartition? Partition { get; init; }

    public string? Priority { get; init; }

    public string? SourceScheme { get; init; }

    public int? SourcePort { get; init; }

    public CookieKey Key => new(Name, Domain, HostOnly, Path, Partition);

    /// <summary>The order of creation in its jar; kept when the cookie is replaced.</summary>
    public long Created { get; set; }

    public static StoredCookie From(SessionCookie cookie)
    {
        bool dotted = cookie.Domain.StartsWith('.');
        return new()
        {
            Name = cookie.Name,
            Value = cookie.Value,
            Domain = CookieScope.Canonical(dotted ? cookie.Domain[1..] : cookie.Domain),
            HostOnly = !dotted,
            Path = cookie.Path.StartsWith('/') ? cookie.Path : "/",
            Secure = cookie.Secure,
            HttpOnly = cookie.HttpOnly,
            Expires = cookie.Expires,
            SameSite = cookie.SameSite,
            Partition = cookie.Partition,
            Priority = cookie.Priority,
            SourceScheme = cookie.SourceScheme,
            SourcePort = cookie.SourcePort,
        };
    }

    /// <summary>What a browser would keep of an answer's cookie.</summary>
    /// <returns>Null when it is for a foreign domain, or marked secure by an insecure site.</returns>
    public static StoredCookie? From(SetCookie cookie, Uri uri, DateTimeOffset now)
    {
        string host = CookieScope.Host(uri);
        string? domain = cookie.Domain is { } named ? CookieScope.Canonical(named.TrimStart('.')) : null;
        if ((domain is not null && !CookieScope.DomainMatches(host, domain)) || (cookie.Secure && !CookieScope.IsSecure(uri)))
        {
            return null;
        }

        return new()
        {
            Name = cookie.Name,
            Value = cookie.Value,
            Domain = domain ?? host,
            HostOnly = domain is null || System.Net.IPAddress.TryParse(host, out _),
            Path = cookie.Path ?? CookieScope.DefaultPath(uri),
            Secure = cookie.Secure,
            HttpOnly = cookie.HttpOnly,
            Expires = cookie.MaxAge is { } age ? (age > TimeSpan.Zero ? now + age : DateTimeOffset.MinValue) : cookie.Expires,
            SameSite = cookie.SameSite,
            Partition = cookie.Partitioned && cookie.Secure ? new CookiePartition($"{uri.Scheme}://{host}", HasCrossSiteAncestor: false) : null,
            Priority = cookie.Priority,
            SourceScheme = uri.Scheme == Uri.UriSchemeHttps ? "Secure" : "NonSecure",
            SourcePort = uri.Port,
        };
    }

    public SessionCookie ToSession() => new(Name, Value, HostOnly ? Domain : "." + Domain, Path, Secure, HttpOnly, Expires, SameSite)
    {
        Partition = Partition,
        Priority = Priority,
        SourceScheme = SourceScheme,
        SourcePort = SourcePort,
    };

    public bool Matches(string host, string path, bool secure, DateTimeOffset now) =>
        (HostOnly ? host == Domain : CookieScope.DomainMatches(host, Domain))
        && CookieScope.PathMatches(path, Path)
        && (secure || !Secure)
        && BelongsOnPagesOf(host)
        && !HasExpired(now);

    /// <summary>A call is made as from a page of the site itself: what belongs on another site's pages does not go with it.</summary>
    public bool BelongsOnPagesOf(string host) =>
        Partition is not { } partition
        || (!partition.HasCrossSiteAncestor
            && Uri.TryCreate(partition.TopLevelSite, UriKind.Absolute, out Uri? site)
            && CookieScope.DomainMatches(host, CookieScope.Host(site)));

    /// <summary>The same cookie in another partition.</summary>
    public StoredCookie In(CookiePartition partition) => From(ToSession() with { Partition = partition });

    public bool HasExpired(DateTimeOffset now) => Expires <= now;

    public override string ToString() => $"{Name} ({(HostOnly ? "" : ".")}{Domain}{Path})";
}
