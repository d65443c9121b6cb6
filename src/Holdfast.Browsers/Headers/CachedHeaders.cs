using System.Collections.Concurrent;

namespace Holdfast.Browsers;

/// <summary>The headers that browsers with the same switches and fresh profiles have sent, by version. Thread safe.</summary>
internal sealed class CachedHeaders
{
    private readonly ConcurrentDictionary<string, (string UserAgent, string AcceptLanguage)> _byVersion = new(StringComparer.Ordinal);

    public (string UserAgent, string AcceptLanguage)? Find(string version) =>
        _byVersion.TryGetValue(version, out (string UserAgent, string AcceptLanguage) headers) ? headers : null;

    public void Remember(string version, (string UserAgent, string AcceptLanguage) headers) => _byVersion[version] = headers;
}
