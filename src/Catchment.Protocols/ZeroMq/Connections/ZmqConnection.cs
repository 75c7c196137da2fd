using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Catchment.Protocols.ZeroMq.Wire;

namespace Catchment.Protocols.ZeroMq.Connections;

/// <summary>
/// One TCP connection that speaks ZMTP 3 (RFC 37). Its own thread calls <see cref="Handshake"/> once and then
/// <see cref="Receive"/> until that returns false; any thread may use <see cref="Sender"/> and <see cref="Close"/>. The socket is
/// only ever used with blocking calls: an asynchronous one would switch it to non-blocking mode for good.
/// </summary>
internal sealed partial class ZmqConnection : IMessageLender, IDisposable
{
    private readonly Socket _socket;
    private readonly ConnectionContext _context;
    private readonly ZmqOptions _options;
    private readonly TimeProvider _time;
    private readonly bool _isServer;
    private readonly ReceiveBuffer _buffer;
    private readonly MessageDecoder _decoder;
    private readonly Heartbeat _heartbeat;
    private readonly long _openedAt;
    private int _closeReason;
    private bool _noHandshake;
    private volatile bool _isReady;

    /// <summary>Takes over a connected socket.</summary>
    /// <param name="socket">The socket; disposed with this object.</param>
    /// <param name="isServer">Whether this side accepted it (RFC 37: the peer that binds is the server).</param>
    /// <param name="context">What the connections of the socket share.</param>
    /// <exception cref="SocketException">The peer is gone already.</exception>
    public ZmqConnection(Socket socket, bool isServer, ConnectionContext context)
    {
        _socket = socket;
        _isServer = isServer;
        _context = context;
        _options = context.Options;
        _time = _options.TimeProvider;
        Peer = PeerOf(socket);
        Configure(socket, _options);
        _buffer = new ReceiveBuffer(context.Budget);
        _decoder = new MessageDecoder(_options.Limits);
        _heartbeat = new Heartbeat(_options.HeartbeatInterval, _options.HeartbeatTimeout);
        _openedAt = _time.GetTimestamp();
        Sender = new FrameSender(socket, _options.Observer, Close);
        Message = new ZmqMessage(this);
    }

    /// <summary>The other end.</summary>
    public IPEndPoint Peer { get; }

    /// <summary>The sending half.</summary>
    public FrameSender Sender { get; }

    /// <summary>The message that <see cref="Receive"/> found; ends with the next call.</summary>
    public ZmqMessage Message { get; }

    /// <summary>What the peer told about itself; null until the handshake is complete.</summary>
    public ReadyCommand? PeerMetadata { get; private set; }

    /// <summary>The peer's minor version within ZMTP 3.</summary>
    public int PeerMinor { get; private set; }

    /// <summary>Whether both READY commands have been exchanged: the peer may have sent messages.</summary>
    public bool IsReady => _isReady;

    /// <summary>Why the connection ended; <see cref="ZmqCloseReason.None"/> while it is open.</summary>
    public ZmqCloseReason CloseReason => (ZmqCloseReason)Volatile.Read(ref _closeReason);

    /// <summary>What exactly happened, for the log.</summary>
    public string CloseDetail { get; private set; } = "";

    /// <summary>Takes subscriptions; only PUB has one.</summary>
    public ISubscriptionSink? Subscriptions { get; set; }

    /// <summary>Whether the peer has sent something that the connection's thread has not fetched from the system.</summary>
    public bool HasArrived => _socket.Available > 0;

    /// <summary>Whether the connection's thread has fetched something that is no complete message yet, or is the next one.</summary>
    public bool HasFetched => Volatile.Read(ref _fetched) > 0;

    /// <summary>Ends the connection; its thread notices at once. The first reason stays. From any thread.</summary>
    public void Close(ZmqCloseReason reason, string detail)
    {
        if (Interlocked.CompareExchange(ref _closeReason, (int)reason, (int)ZmqCloseReason.None) == (int)ZmqCloseReason.None)
            CloseDetail = detail;
        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The peer was faster, or the connection's own thread has closed the socket already: it has ended, as wanted.
        }
    }

    /// <summary>
    /// Ends a connection whose handshake is not complete: nothing was sent on it that could need an answer, for a peer sends no
    /// message before it has our READY. From any thread.
    /// </summary>
    public void CloseUnlessReady()
    {
        if (_isReady) return;
        Sender.Enter();
        try
        {
            if (_isReady) return;
            _noHandshake = true;
        }
        finally
        {
            Sender.Exit();
        }

        Close(ZmqCloseReason.Stopped, "stopping");
    }

    /// <summary>Frees socket and memory. Called by the connection's own thread at its end.</summary>
    public void Dispose()
    {
        Close(ZmqCloseReason.Stopped, "disposed");
        Message.End();
        Sender.Dispose();
        _socket.Dispose();
        _buffer.Dispose();
    }

    /// <inheritdoc/>
    ZmqMessage IMessageLender.Detach(ZmqMessage message)
    {
        var size = _decoder.Consumed;
        if (message.FrameCount == 0) throw new InvalidOperationException("the message has ended; it can be detached only while its handler runs");
        if (size < _buffer.Capacity / 4) return message.CopyAndEnd();
        var own = message.MoveTo(_buffer.HandOver(size));
        _decoder.Reset();
        return own;
    }

    private static IPEndPoint PeerOf(Socket socket)
    {
        var peer = (IPEndPoint)socket.RemoteEndPoint!;
        return peer.Address.IsIPv4MappedToIPv6 ? new IPEndPoint(peer.Address.MapToIPv4(), peer.Port) : peer;
    }

    private static void Configure(Socket socket, ZmqOptions options)
    {
        socket.NoDelay = true;
        socket.SendTimeout = (int)options.Limits.StallTimeout.TotalMilliseconds;

        // Finds a vanished host also where PING cannot: on ZMTP 3.0, and while nothing is sent.
        var interval = options.HeartbeatInterval == Timeout.InfiniteTimeSpan ? TimeSpan.FromMinutes(1) : options.HeartbeatInterval;
        var seconds = Math.Max(1, (int)interval.TotalSeconds);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, seconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, seconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + " s";
}
