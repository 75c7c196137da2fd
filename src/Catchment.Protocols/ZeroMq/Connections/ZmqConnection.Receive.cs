using System.Net.Sockets;
using Catchment.Protocols.ZeroMq.Wire;

namespace Catchment.Protocols.ZeroMq.Connections;

/// <content>Receiving messages and answering commands (RFC 37, "Framing" and "Connection Heartbeating").</content>
internal sealed partial class ZmqConnection
{
    private long _quietSince;
    private int _fetched;
    private bool _shrunk;
    private long? _beyondSince;

    /// <summary>
    /// Waits for the next message, which is then lent as <see cref="Message"/>. PINGs are answered, silence is watched. Allocates
    /// nothing.
    /// </summary>
    /// <returns>False when the connection has ended; <see cref="CloseReason"/> says why.</returns>
    public bool Receive()
    {
        EndMessage();

        // Only silence while we listen counts: a handler that took a minute must not cost the peer its connection.
        _quietSince = _time.GetTimestamp();
        try
        {
            while (true)
            {
                switch (_decoder.Advance(_buffer.Pending))
                {
                    case DecodeStep.Message:
                        Lend();
                        return true;
                    case DecodeStep.Command:
                        Obey(Command.Read(_buffer.Pending.Slice(_decoder.Command.Offset, _decoder.Command.Length)));
                        if (!_decoder.IsWithinMessage) ConsumeDecoded();
                        break;
                    default:
                        Volatile.Write(ref _fetched, _buffer.Pending.Length);
                        if (!Fill()) return false;
                        break;
                }
            }
        }
        catch (ZmqProtocolException e)
        {
            Close(e.Reason, e.Message);
            return false;
        }
    }

    private void Lend()
    {
        Message.Lend(_buffer.Bytes, _buffer.Start, _decoder.Slots, _decoder.FrameCount, _decoder.BodyBytes);
        Volatile.Write(ref _fetched, _buffer.Pending.Length - _decoder.Consumed);
        _options.Observer?.MessageReceived(_decoder.BodyBytes);
    }

    private void EndMessage()
    {
        Message.End();
        ConsumeDecoded();
        _buffer.ShrinkWhenMemoryIsShort();
    }

    private void ConsumeDecoded()
    {
        _buffer.Consume(_decoder.Consumed);
        _decoder.Reset();
    }

    private void Obey(Command command)
    {
        if (command.Is(Command.Ping))
        {
            command.ReadPing(out var timeToLive, out var context);
            _heartbeat.PeerSentHeartbeat();
            _heartbeat.PeerPromised(timeToLive);
            Sender.Pong(context);
        }
        else if (command.Is(Command.Pong))
        {
            _heartbeat.PeerSentHeartbeat();
        }
        else if (_decoder.IsWithinMessage)
        {
            throw new ZmqProtocolException(
                ZmqCloseReason.ProtocolViolation, $"the command '{Printable.Text(command.Name)}' between two frames of a message");
        }
        else if (Subscriptions is { } sink && command.Is(Command.Subscribe))
        {
            sink.OnSubscription(add: true, command.Data);
        }
        else if (Subscriptions is { } cancelSink && command.Is(Command.Cancel))
        {
            cancelSink.OnSubscription(add: false, command.Data);
        }
        else if (command.Is(Command.Error) || command.Is(Command.Ready))
        {
            throw new ZmqProtocolException(
                ZmqCloseReason.ProtocolViolation, $"the handshake command '{Printable.Text(command.Name)}' after the handshake");
        }

        // Any other command is ignored: RFC 37 says nothing about unknown ones, a newer peer may know more, and libzmq does the same.
    }

    private bool Fill()
    {
        if (!MakeRoom()) return false;
        while (MayHoldMemory())
        {
            var count = _socket.Receive(_buffer.Free, SocketFlags.None, out var error);
            if (count > 0)
            {
                _buffer.Received(count);
                _quietSince = _time.GetTimestamp();
                _heartbeat.Heard();
                _shrunk = false;
                return true;
            }

            if (!IsQuiet(error) || !Watch()) return false;
        }

        return false;
    }

    /// <summary>Whoever takes memory beyond the budget must be quick about it: others wait for their turn.</summary>
    private bool MayHoldMemory()
    {
        if (!_buffer.IsBeyondBudget)
        {
            _beyondSince = null;
            return true;
        }

        var now = _time.GetTimestamp();
        _beyondSince ??= now;
        if (_time.GetElapsedTime(_beyondSince.Value, now) < LongestExcess) return true;
        Close(ZmqCloseReason.MemoryExhausted, "the receive memory of this socket is used up, and the message came too slowly to go beyond it; MaxBufferedBytes bounds it");
        return false;
    }

    /// <summary>Waits for memory when the budget is used up; meanwhile TCP slows the peer.</summary>
    private bool MakeRoom()
    {
        if (_buffer.TryMakeRoom()) return true;
        var since = _time.GetTimestamp();
        while (CloseReason == ZmqCloseReason.None)
        {
            if (_time.GetElapsedTime(since) >= _options.Limits.StallTimeout)
            {
                Close(ZmqCloseReason.MemoryExhausted, "the receive memory of this socket is used up by other messages; MaxBufferedBytes bounds it");
                return false;
            }

            _context.Budget.WaitForRelease(_context.Tick < LongestWait ? _context.Tick : LongestWait);
            if (_buffer.TryMakeRoom()) return true;
        }

        return false;
    }

    private static TimeSpan LongestWait { get; } = TimeSpan.FromMilliseconds(100);

    private static TimeSpan LongestExcess { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Looks at the clock while nothing comes.</summary>
    private bool Watch()
    {
        if (CloseReason != ZmqCloseReason.None) return false;
        Sender.TrySendPendingPong();
        var silence = _time.GetElapsedTime(_quietSince);
        if (!_buffer.Pending.IsEmpty && silence >= _options.Limits.StallTimeout)
        {
            Close(ZmqCloseReason.Stalled, $"nothing came for {Seconds(silence)} in the middle of a message");
            return false;
        }

        _buffer.ShrinkWhenMemoryIsShort();
        if (!_shrunk && _buffer.Pending.IsEmpty && silence >= IdleTime)
        {
            _buffer.ShrinkWhenEmpty();
            _shrunk = true;
        }

        switch (_heartbeat.Judge(silence))
        {
            case Heartbeat.Verdict.Ping:
                Sender.TryPing();
                return true;
            case Heartbeat.Verdict.Dead:
                Close(ZmqCloseReason.HeartbeatTimeout, $"no sign of life for {Seconds(silence)}");
                return false;
            default:
                return true;
        }
    }

    private TimeSpan IdleTime =>
        _options.HeartbeatInterval == Timeout.InfiniteTimeSpan ? TimeSpan.FromSeconds(10) : _options.HeartbeatInterval;

    /// <summary>Whether a receive that brought nothing only ran into its time-out; otherwise the connection is closed.</summary>
    private bool IsQuiet(SocketError error)
    {
        switch (error)
        {
            case SocketError.TimedOut or SocketError.WouldBlock or SocketError.Interrupted:
                return true;
            case SocketError.Success:
                Close(ZmqCloseReason.PeerClosed, _buffer.Pending.IsEmpty ? "the peer closed" : "the peer closed in the middle of a message");
                return false;
            default:
                Close(ZmqCloseReason.ConnectionLost, $"receiving failed: {error}");
                return false;
        }
    }
}
