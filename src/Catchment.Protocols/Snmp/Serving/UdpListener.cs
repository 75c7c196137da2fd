using System.Net;
using System.Net.Sockets;
using Catchment.Protocols.Tcp;

namespace Catchment.Protocols.Snmp.Serving;

/// <summary>Receives at a UDP endpoint and answers, on a thread of its own.</summary>
internal sealed class UdpListener : IDisposable
{
    private const int BufferBytes = 1 << 20;
    private const int MostPeers = 1_024;

    private readonly Socket _socket;
    private readonly Responder _responder;
    private readonly SnmpAgentOptions _options;
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _stop = new();

    /// <summary>The endpoints of those that asked; made anew when there are many.</summary>
    private readonly Dictionary<SocketAddress, IPEndPoint> _peers = [];

    private UdpListener(Socket socket, AgentCore core)
    {
        _socket = socket;
        _options = core.Options;
        _responder = new Responder(core);
        Endpoint = (IPEndPoint)socket.LocalEndPoint!;
        _thread = new Thread(Serve) { IsBackground = true, Name = $"SNMP {Endpoint}" };
    }

    internal IPEndPoint Endpoint { get; }

    /// <summary>Binds the endpoint.</summary>
    /// <exception cref="SnmpException"><see cref="SnmpFault.Listen"/>: it cannot be listened on.</exception>
    internal static UdpListener Open(IPEndPoint endpoint, AgentCore core)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.ReceiveBufferSize = BufferBytes;
            socket.Bind(endpoint);
            return new UdpListener(socket, core);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new SnmpException(SnmpFault.Listen, $"cannot listen on {endpoint} (UDP): {ListeningPort.Explain(e)}", inner: e);
        }
    }

    internal void Start() => _thread.Start();

    /// <summary>Ends; a request that is being answered gets its answer if the socket takes it at once.</summary>
    public void Dispose()
    {
        _stop.Set();
        _socket.Dispose();
        if (!_thread.ThreadState.HasFlag(ThreadState.Unstarted))
            _thread.Join();
        _stop.Dispose();
    }

    private void Serve()
    {
        var buffer = new byte[_options.MaxMessageBytes + 1];
        var from = new SocketAddress(Endpoint.AddressFamily);
        var told = false;
        while (!_stop.IsSet)
        {
            try
            {
                var length = _socket.ReceiveFrom(buffer, SocketFlags.None, from);
                told = false;
                var answer = _responder.Answer(buffer.AsSpan(0, length), Peer(from));
                if (!answer.IsEmpty)
                    _socket.SendTo(answer.Span, SocketFlags.None, from);
            }
            catch (SocketException) when (_stop.IsSet)
            {
                return;
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.MessageSize or SocketError.HostUnreachable
                or SocketError.NetworkUnreachable or SocketError.ConnectionRefused or SocketError.AccessDenied or SocketError.NoBufferSpaceAvailable)
            {
                // About one datagram, in or out: who misses it asks again.
            }
            catch (SocketException e)
            {
                if (!told)
                    _options.Observer?.CannotReceive(Endpoint, e.Message);
                told = true;
                _stop.Wait(TimeSpan.FromMilliseconds(100));
            }
#pragma warning disable CA1031 // Whatever one message brings about, the next one is answered.
            catch (Exception e)
#pragma warning restore CA1031
            {
                _options.Observer?.Failed(Endpoint, e);
            }
        }
    }

    private IPEndPoint Peer(SocketAddress from)
    {
        if (_peers.TryGetValue(from, out var known))
            return known;
        if (_peers.Count >= MostPeers)
            _peers.Clear();
        var peer = (IPEndPoint)Endpoint.Create(from);
        var key = new SocketAddress(from.Family, from.Size);
        from.Buffer.Span[..from.Size].CopyTo(key.Buffer.Span);
        _peers.Add(key, peer);
        return peer;
    }
}
