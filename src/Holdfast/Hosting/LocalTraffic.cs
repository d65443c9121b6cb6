using System.Net;

namespace Holdfast;

/// <summary>Keeps on this machine what is meant for it, whatever its proxy settings say.</summary>
public static class LocalTraffic
{
    private static readonly Uri[] s_samples =
    [
        .. from scheme in (string[])["http", "https"] from host in (string[])["127.0.0.1", "localhost", "[::1]"] select new Uri($"{scheme}://{host}/"),
    ];

    /// <summary>
    /// Has every HTTP client of this process that follows the machine's proxy settings (<see cref="HttpClient.DefaultProxy"/>, such as from
    /// <c>HTTP_PROXY</c>) reach this machine directly, as browsers do: commands to a driver, with what is typed, are nobody else's. Clients with a proxy
    /// of their own are not changed, nor are those that have sent something already. Thread safe; may be called often.
    /// </summary>
    public static void KeepLocal()
    {
        IWebProxy proxy = HttpClient.DefaultProxy;
        if (Except(proxy) is var kept && kept != proxy)
        {
            HttpClient.DefaultProxy = kept;
        }
    }

    /// <summary>The same proxy for everything else; itself where it knows that already.</summary>
    internal static IWebProxy Except(IWebProxy proxy) => s_samples.All(proxy.IsBypassed) ? proxy : new LocalIsDirect(proxy);

    /// <summary>True for an address that browsers never ask a proxy for.</summary>
    private static bool IsLocal(Uri address) => address.IsLoopback
        || address.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(address.IdnHost, out IPAddress? ip)
            && (ip.IsIPv6LinkLocal || (ip.GetAddressBytes() is [169, 254, _, _])));

    private sealed class LocalIsDirect(IWebProxy others) : IWebProxy
    {
        public ICredentials? Credentials
        {
            get => others.Credentials;
            set => others.Credentials = value;
        }

        public Uri? GetProxy(Uri destination) => IsLocal(destination) ? null : others.GetProxy(destination);

        public bool IsBypassed(Uri host) => IsLocal(host) || others.IsBypassed(host);
    }
}
