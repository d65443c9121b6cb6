using System.Globalization;
using System.Net;
using System.Runtime.Versioning;

namespace Holdfast.Browsers;

/// <summary>Cuts the connections of this program to a driver or hub: those that are open, once. Whoever needs one opens another.</summary>
[SupportedOSPlatform("linux")]
internal static class DriverCut
{
    /// <summary>Cuts them.</summary>
    /// <param name="address">The driver's, or the hub's.</param>
    /// <param name="cancellationToken">Ends the look-up of its name.</param>
    /// <returns>How many were open.</returns>
    public static async Task<int> CutAsync(Uri address, CancellationToken cancellationToken)
    {
        IPAddress[] hosts = await Dns.GetHostAddressesAsync(address.DnsSafeHost, cancellationToken).ConfigureAwait(false);
        return Directory.EnumerateFileSystemEntries("/proc/self/fd").Count(entry =>
            int.TryParse(Path.GetFileName(entry), NumberStyles.None, CultureInfo.InvariantCulture, out int descriptor)
            && Cut(descriptor, address.Port, hosts));
    }

    private static bool Cut(int descriptor, int port, IPAddress[] hosts)
    {
        // Asked before it is duplicated: closing the duplicate of a file would drop this process's locks on that file, such as a ledger's.
        if (!LeadsTo(descriptor, port, hosts))
        {
            return false;
        }

        // Of a duplicate: the number itself may be another connection's from one moment to the next.
        int pinned = NativeMethods.Duplicate(descriptor);
        if (pinned < 0)
        {
            return false;
        }

        try
        {
            return LeadsTo(pinned, port, hosts) && NativeMethods.Shutdown(pinned, NativeMethods.ShutReadAndWrite) == 0;
        }
        finally
        {
            _ = NativeMethods.Close(pinned);
        }
    }

    private static bool LeadsTo(int descriptor, int port, IPAddress[] hosts)
    {
        byte[] name = new byte[128];
        int length = name.Length;
        return NativeMethods.GetPeerName(descriptor, name, ref length) == 0
            && Peer(name) is { } peer && peer.Port == port && hosts.Contains(peer.Address);
    }

    /// <summary>What a <c>sockaddr</c> says; null when it is no internet address.</summary>
    internal static IPEndPoint? Peer(ReadOnlySpan<byte> name)
    {
        const ushort InterNetwork = 2;
        const ushort InterNetworkV6 = 10;
        int port = (name[2] << 8) | name[3];
        return BitConverter.ToUInt16(name) switch
        {
            InterNetwork => new IPEndPoint(new IPAddress(name[4..8]), port),
            InterNetworkV6 when new IPAddress(name[8..24]) is var address =>
                new IPEndPoint(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, port),
            _ => null,
        };
    }
}
