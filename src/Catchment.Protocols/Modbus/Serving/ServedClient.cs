using System.Net;
using System.Net.Sockets;

namespace Catchment.Protocols.Modbus.Serving;

/// <summary>A client's connection: moves bytes between its socket and its conversation until one of them ends.</summary>
internal sealed class ServedClient
{
    private const int Open = -1;

    private readonly Socket _socket;
    private readonly Conversation _conversation;
    private readonly ModbusServerOptions _options;
    private long _lastRequest;
    private long _sendingSince;
    private int _reason = Open;

    /// <summary>Takes over a connected socket.</summary>
    public ServedClient(Socket socket, IPEndPoint peer, ModbusResponder responder, ModbusServerOptions options)
    {
        (_socket, Peer, _options) = (socket, peer, options);
        _conversation = new Conversation(responder, options.Observer);
        _lastRequest = options.Time.GetTimestamp();
    }

    /// <summary>The other end.</summary>
    public IPEndPoint Peer { get; }

    /// <summary>Why it ended.</summary>
    public ModbusCloseReason Reason => Volatile.Read(ref _reason) is var reason and not Open ? (ModbusCloseReason)reason : ModbusCloseReason.Peer;

    /// <summary>Whether the other end has closed, and nothing that it sent is left to be answered.</summary>
    public bool IsGone
    {
        get
        {
            try
            {
                return _socket.Poll(0, SelectMode.SelectRead) && _socket.Available == 0;
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return true;
            }
        }
    }

    /// <summary>Serves on the calling thread. Nothing but waiting for the socket blocks it, and that is the fastest way to an answer.</summary>
    public void Serve()
    {
        try
        {
            while (true)
            {
                var step = _conversation.Advance();
                if (step == ConversationStep.Send)
                {
                    BeginSending();
                    for (var left = _conversation.Replies.Span; !left.IsEmpty;)
                        left = left[_socket.Send(left)..];
                    EndSending();
                }
                else if (Ends(step) || !Took(_socket.Receive(_conversation.Room.Span)))
                {
                    return;
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The connection is over; whoever ended it has said why.
        }
        finally
        {
            _socket.Dispose();
        }
    }

    /// <summary>Serves on the pool's threads.</summary>
    public async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var step = _conversation.Advance();
                if (step == ConversationStep.Send)
                {
                    BeginSending();
                    for (var left = _conversation.Replies; !left.IsEmpty;)
                        left = left[await _socket.SendAsync(left)..];
                    EndSending();
                }
                else if (Ends(step) || !Took(await _socket.ReceiveAsync(_conversation.Room)))
                {
                    return;
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // As above.
        }
        finally
        {
            _socket.Dispose();
        }
    }

    /// <summary>Closes the connection when the client has been silent, or has taken no reply, for too long.</summary>
    public void CloseWhenOverdue()
    {
        var sending = Volatile.Read(ref _sendingSince);
        if (sending != 0)
        {
            if (_options.Time.GetElapsedTime(sending) > _options.SendTimeout)
                Close(ModbusCloseReason.NotReading);
        }
        else if (_options.IdleTimeout > TimeSpan.Zero && _options.Time.GetElapsedTime(Volatile.Read(ref _lastRequest)) > _options.IdleTimeout)
        {
            Close(ModbusCloseReason.Idle);
        }
    }

    /// <summary>Takes no more requests: what has arrived is answered, then the connection ends.</summary>
    public void Finish()
    {
        Interlocked.CompareExchange(ref _reason, (int)ModbusCloseReason.Stopped, Open);
        try
        {
            _socket.Shutdown(SocketShutdown.Receive);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It has ended by itself.
        }
    }

    /// <summary>Ends the connection at once.</summary>
    public void Close(ModbusCloseReason reason)
    {
        Interlocked.CompareExchange(ref _reason, (int)reason, Open);
        _socket.Dispose();
    }

    private bool Ends(ConversationStep step)
    {
        if (step == ConversationStep.Close)
            Interlocked.CompareExchange(ref _reason, (int)ModbusCloseReason.Malformed, Open);
        return step == ConversationStep.Close;
    }

    private bool Took(int bytes)
    {
        _conversation.Received(bytes);
        return bytes > 0;
    }

    private void BeginSending()
    {
        var now = _options.Time.GetTimestamp();
        Volatile.Write(ref _lastRequest, now);
        Volatile.Write(ref _sendingSince, now);
    }

    private void EndSending()
    {
        Volatile.Write(ref _sendingSince, 0);
        _conversation.Sent();
    }
}
