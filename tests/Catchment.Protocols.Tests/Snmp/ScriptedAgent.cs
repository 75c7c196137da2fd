using System.Net;
using System.Net.Sockets;

namespace Catchment.Protocols.Tests.Snmp;

/// <summary>A UDP peer that answers as a test says, each message with any number of messages.</summary>
internal sealed class ScriptedAgent : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly List<byte[]> _received = [];

    /// <summary>Listens.</summary>
    /// <param name="answer">Gives the answers to the message with this number, counted from 0.</param>
    public ScriptedAgent(Func<int, byte[], IEnumerable<byte[]>> answer)
    {
        _socket.Bind(AgentBed.Loopback);
        Endpoint = (IPEndPoint)_socket.LocalEndPoint!;
        _ = Task.Run(() => ServeAsync(answer));
    }

    public IPEndPoint Endpoint { get; }

    public IReadOnlyList<byte[]> Received
    {
        get
        {
            lock (_received)
                return [.. _received];
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task ServeAsync(Func<int, byte[], IEnumerable<byte[]>> answer)
    {
        var buffer = new byte[70_000];
        try
        {
            for (var number = 0; ; number++)
            {
                var came = await _socket.ReceiveFromAsync(buffer, AgentBed.Loopback);
                var message = buffer[..came.ReceivedBytes];
                lock (_received)
                    _received.Add(message);
                foreach (var one in answer(number, message))
                    await _socket.SendToAsync(one, came.RemoteEndPoint);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
