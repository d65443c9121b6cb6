using System.Buffers;
using System.Net;

namespace Holdfast.Browsers;

/// <summary>
/// The proxy of the environment, as API calls take it, told to the browser in its own words. Left to itself Chromium reads the same variables by other
/// rules: which one wins, what an exception matches, and it drops name and password.
/// </summary>
/// <param name="Http">For <c>http</c> addresses, perhaps with name and password; null for none.</param>
/// <param name="Https">The same for <c>https</c>.</param>
/// <param name="Exceptions">What <c>NO_PROXY</c> holds; null for nothing.</param>
internal sealed record BrowserProxy(Uri? Http, Uri? Https, string? Exceptions)
{
    /// <summary>The variables that it comes from. The browser has no more use for them, and they may hold a password.</summary>
    public static readonly IReadOnlyList<string> Variables =
        ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"];

    // What means something in the browser's list of exceptions, and ends one of them.
    private static readonly SearchValues<char> s_special = SearchValues.Create("*/;<> \t");

    /// <summary>What the browser is started with.</summary>
    public IEnumerable<string> Arguments
    {
        get
        {
            (string Scheme, Uri? Proxy)[] both = [("http", Http), ("https", Https)];
            yield return "--proxy-server=" + string.Join(';', both.Where(one => one.Proxy is not null).Select(one => $"{one.Scheme}={Address(one.Proxy!)}"));
            string[] rules = [.. Rules()];
            if (rules.Length > 0)
            {
                yield return "--proxy-bypass-list=" + string.Join(';', rules);
            }
        }
    }

    /// <summary>The proxy that a browser with these arguments is to take; null where there is none, or the arguments name one.</summary>
    /// <param name="arguments">The user's own arguments.</param>
    public static BrowserProxy? For(IEnumerable<string> arguments)
    {
        if (arguments.Any(argument => argument.StartsWith("--proxy-", StringComparison.Ordinal) || argument == "--no-proxy-server")
            || !Variables.Any(name => Environment.GetEnvironmentVariable(name) is { Length: > 0 }))
        {
            return null;
        }

        IWebProxy proxy = HttpClient.DefaultProxy;
        BrowserProxy found = new(
            proxy.GetProxy(new Uri("http://holdfast.invalid/")),
            proxy.GetProxy(new Uri("https://holdfast.invalid/")),
            Environment.GetEnvironmentVariable("no_proxy") ?? Environment.GetEnvironmentVariable("NO_PROXY"));
        return found.Http is null && found.Https is null ? null : found;
    }

    /// <summary>What the browser cannot do with this proxy, on one line; null when it can take it.</summary>
    public string? Refusal => new[] { Http, Https }.OfType<Uri>().FirstOrDefault(proxy =>
        proxy.Scheme.StartsWith("socks", StringComparison.Ordinal) && proxy.UserInfo.Length > 0) is { } socks
        ? $"The proxy {Address(socks)} is given a name and a password, and Chromium has none for a SOCKS proxy. Name an HTTP proxy, or one that asks for none."
        : null;

    /// <summary>Scheme, host and port of a proxy, and nothing else of it.</summary>
    public static string Address(Uri proxy) => $"{(proxy.Scheme == "socks4a" ? "socks4" : proxy.Scheme)}://{proxy.Authority}";

    /// <summary>Name and password for a proxy that asks for them; null when there are none.</summary>
    /// <param name="origin">The proxy that asks, as scheme, host and port.</param>
    public NetworkCredential? CredentialsFor(Uri origin) =>
        new[] { Http, Https }.OfType<Uri>().FirstOrDefault(one => one.Authority == origin.Authority && one.UserInfo.Length > 0) is { } asked
            && asked.UserInfo.Split(':', 2) is [var name, .. var rest]
            ? new NetworkCredential(Uri.UnescapeDataString(name), Uri.UnescapeDataString(rest.FirstOrDefault("")))
            : null;

    // .NET compares whole hosts, and domains that begin with a dot. What means more to others means nothing to it, and so nothing here.
    private IEnumerable<string> Rules()
    {
        foreach (string host in (Exceptions ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (host.AsSpan().ContainsAny(s_special) || (host.Contains(':', StringComparison.Ordinal) && host[0] != '['))
            {
                continue;
            }

            if (host[0] == '.')
            {
                yield return host[1..];
            }

            yield return host;
        }
    }
}
