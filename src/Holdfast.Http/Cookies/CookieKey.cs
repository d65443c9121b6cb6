namespace Holdfast.Http;

/// <summary>What tells cookies apart, as in browsers: a host's own cookie and a domain cookie of one name are two, and so are a partitioned one and its
/// twin.</summary>
internal readonly record struct CookieKey(string Name, string Domain, bool HostOnly, string Path, CookiePartition? Partition);
