using System.Net;
using System.Net.Sockets;
using Catchment.Protocols.Tcp;

namespace Catchment.Protocols.ZeroMq.Connections;

/// <summary>Makes listening TCP sockets of ZeroMQ's endpoints.</summary>
internal static class ListeningSocket
{
    /// <summary>Binds an endpoint and listens.</summary>
    /// <exception cref="ZmqException">It cannot be bound; the message names the endpoint and the reason.</exception>
    public static Socket Bind(ZmqEndpoint endpoint)
    {
        try
        {
            return ListeningPort.Open(new IPEndPoint(endpoint.Resolve()[0], endpoint.Port));
        }
        catch (SocketException e)
        {
            throw new ZmqException($"cannot listen on {endpoint}: {ListeningPort.Explain(e)}", e);
        }
    }
}
