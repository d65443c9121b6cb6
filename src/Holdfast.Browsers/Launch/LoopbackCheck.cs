using System.Net;
using System.Net.Sockets;

namespace Holdfast.Browsers;

/// <summary>Tells whether this program can talk to a driver: drivers listen at 127.0.0.1, which a network namespace or a container may lack.</summary>
internal static class LoopbackCheck
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(2);

    /// <summary>Listens at the address and calls itself.</summary>
    /// <returns>What is wrong, and what helps; null when nothing is.</returns>
    public static string? Problem()
    {
        try
        {
            using TcpListener listener = new(IPAddress.Loopback, 0);
            listener.Start();
            using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            IAsyncResult connecting = socket.BeginConnect(listener.LocalEndpoint, null, null);
            if (connecting.AsyncWaitHandle.WaitOne(s_limit))
            {
                socket.EndConnect(connecting);
                return null;
            }

            return Say("a connection to it gets no answer, although a server listens");
        }
        catch (SocketException exception)
        {
            return Say(exception.Message);
        }
    }

    private static string Say(string why) =>
        $"The browser's driver is talked to at 127.0.0.1, and that address cannot be used here: {why}. "
        + "Give the machine, or the network namespace, its loopback address (ip link set lo up; ip address add 127.0.0.1/8 dev lo).";
}
