using System.Net;
using System.Net.Sockets;
using Catchment.Protocols.OpcUa.Binary;
using Catchment.Protocols.OpcUa.Channels;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Server.Dispatch;
using Catchment.Protocols.OpcUa.Transport;

namespace Catchment.Protocols.OpcUa.Server.Connections;

/// <summary>One client's connection: moves bytes between its socket, its channel and the dispatcher until one of them ends.</summary>
internal sealed partial class ServerConnection : IDisposable
{
    /// <summary>With so much waiting to be sent, no further request is answered.</summary>
    private const int HighWater = 256 * 1024;

    /// <summary>More than this may only come through a session.</summary>
    private const int SessionlessMessageSize = 128 * 1024;
    private const int LongBody = 256 * 1024;

    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private readonly Socket _socket;
    private readonly ServerHost _host;
    private readonly BufferShare _share;
    private readonly Outbox _outbox;
    private readonly long _connected;
    private UaWriter _body;
    private Task _busy = Task.CompletedTask;
    private long _partialSince;
    private long _failedAt;
    private int _sessions;
    private int _reason = -1;

    /// <summary>Takes over a connected socket.</summary>
    public ServerConnection(Socket socket, ServerHost host)
    {
        (_socket, _host) = (socket, host);
        (Peer, Local) = ((IPEndPoint)socket.RemoteEndPoint!, (IPEndPoint)socket.LocalEndPoint!);
        _share = host.Budget.Share(() => Close(OpcUaCloseReason.Displaced));
        _outbox = new Outbox(socket, host.Options.Time, _share);
        Channel = new ServerChannel(host.ChannelRules, _share, _outbox.Gate, () => _outbox.Waiting);
        _body = NewBody();
        _connected = host.Options.Time.GetTimestamp();
    }

    /// <summary>The other end.</summary>
    public IPEndPoint Peer { get; }

    /// <summary>This end.</summary>
    public IPEndPoint Local { get; }

    /// <summary>What the client opened.</summary>
    public ServerChannel Channel { get; }

    /// <summary>What the client asked and still waits for.</summary>
    public PendingRequests Pending { get; } = new();

    /// <summary>Why it ended.</summary>
    public OpcUaCloseReason Reason => Volatile.Read(ref _reason) is var reason and >= 0 ? (OpcUaCloseReason)reason : OpcUaCloseReason.Peer;

    /// <summary>What the client was told at the end; Good: nothing.</summary>
    public StatusCode Status { get; private set; }

    /// <summary>Whether a session that is active is bound to it.</summary>
    public bool HasSession => Volatile.Read(ref _sessions) > 0;

    /// <summary>An active session is bound to it, or is no more.</summary>
    public void CountSession(int change)
    {
        if (Interlocked.Add(ref _sessions, change) > 0 == change > 0)
            Channel.MaxMessageSize = change > 0 ? int.MaxValue : SessionlessMessageSize;
    }

    /// <summary>Serves until the end.</summary>
    public async Task ServeAsync()
    {
        using var received = new ChunkBuffer();
        try
        {
            await ConverseAsync(received);
        }
        catch (OpcUaException e)
        {
            Tell(e);
            await ListenToTheEndAsync();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The connection is over; whoever ended it has said why.
        }
        catch (Exception e)
        {
            // A mistake of this server costs this one connection, and nobody waits for its end in vain.
            OpcUaServerLog.ConnectionFailed(_host.Options.Logger, e, Peer);
            Interlocked.CompareExchange(ref _reason, (int)OpcUaCloseReason.Protocol, -1);
        }
        finally
        {
            Dispose();
        }
    }

    /// <summary>Sends a response, unless the connection is over.</summary>
    /// <param name="requestId">Of the request.</param>
    /// <param name="response">The response.</param>
    /// <param name="maxSize">Bytes that the session takes; 0: any number.</param>
    /// <returns>How the call went: the response's status, or BadResponseTooLarge when the client was told that in its place.</returns>
    public StatusCode Send(uint requestId, IServiceResponse response, uint maxSize)
    {
        var status = response.ResponseHeader.ServiceResult;
        var isTooMuch = false;
        lock (_outbox.Gate)
        {
            if (_outbox.IsClosed || Channel.Channel is not { } channel)
                return status;
            if (!TryEncode(response, channel, maxSize))
            {
                status = StatusCodes.BadResponseTooLarge;
                _body.Clear();
                MessageTypes.Encode(_body, new ServiceFault { ResponseHeader = response.ResponseHeader with { ServiceResult = status } });
            }

            channel.Write(_outbox.Waiting, MessageType.Message, requestId, _body.Written);
            if (_body.Length > LongBody)
            {
                _body.Dispose();
                _body = NewBody();
            }

            try
            {
                _outbox.Added();
            }
            catch (OpcUaException)
            {
                isTooMuch = true;
            }
        }

        if (isTooMuch)
            Close(OpcUaCloseReason.NotReading);
        _outbox.Send();
        return status;
    }

    /// <summary>No response is longer than what any client may be sent: what would be is not even written.</summary>
    private UaWriter NewBody() => new(_host.Options.Limits.MaxMessageSize);

    private async Task ConverseAsync(ChunkBuffer received)
    {
        while (await _socket.ReceiveAsync(received.Room) is var bytes and > 0)
        {
            received.Received(bytes);
            _outbox.Hold();
            try
            {
                while (received.TryTake(out var header, out var chunk))
                {
                    if (!Take(header, chunk, received))
                        return;
                    if (_busy.IsCompleted && _outbox.WaitingBytes <= HighWater)
                        continue;
                    _outbox.Release();
                    await _busy;
                    await _outbox.RoomAsync();
                    _outbox.Hold();
                }
            }
            finally
            {
                _outbox.Release();
            }

            NotePartial(received.HasPart || Channel.HasPart);
        }
    }

    private bool Take(ChunkHeader header, ArraySegment<byte> chunk, ChunkBuffer received)
    {
        switch (Channel.Take(header, chunk, out var requestId, out var message))
        {
            case ChannelEvent.Closed:
                return false;
            case ChannelEvent.Opened:
                _host.Options.Observer?.ChannelOpened(Peer, Channel.Channel!.Policy, Channel.Channel.Mode);
                break;
            case ChannelEvent.Message:
                _partialSince = 0;
                _busy = _host.Dispatcher.Take(this, requestId, message);
                Channel.Release();
                break;
            case ChannelEvent.None when header.Type == MessageType.Hello:
                received.Largest = Channel.Limits!.ReceiveChunkSize;
                Channel.MaxMessageSize = SessionlessMessageSize;
                break;
        }

        return true;
    }

    private bool TryEncode(IServiceResponse response, SecureChannel channel, uint maxSize)
    {
        _body.Clear();
        try
        {
            MessageTypes.Encode(_body, response);
        }
        catch (OpcUaException)
        {
            return false;
        }

        return channel.CanSend(_body.Length) && (maxSize == 0 || _body.Length <= maxSize);
    }

    private void NotePartial(bool isPartial)
    {
        if (!isPartial)
            Volatile.Write(ref _partialSince, 0);
        else if (_partialSince == 0)
            Volatile.Write(ref _partialSince, _host.Options.Time.GetTimestamp());
    }
}
