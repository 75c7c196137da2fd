using System.Net.Sockets;
using Catchment.Protocols.ZeroMq.Wire;

namespace Catchment.Protocols.ZeroMq.Connections;

/// <content>Greeting and NULL handshake (RFC 37, "The NULL Security Mechanism").</content>
internal sealed partial class ZmqConnection
{
    /// <summary>
    /// Exchanges greetings and READY commands. A connecting side sends its READY first; an accepting side checks the peer's and
    /// answers. Our greeting leaves at once, but no message before the peer's READY is here: libzmq hangs when greeting, READY
    /// and a message come in one piece.
    /// </summary>
    /// <returns>Whether the connection may be used; otherwise <see cref="CloseReason"/> says why not.</returns>
    public bool Handshake()
    {
        try
        {
            if (!SendControl(Greeting.Ours)) return false;
            Greeting greeting;
            while (!Greeting.TryRead(_buffer.Pending, out greeting))
                if (!FillBeforeDeadline()) return false;
            _buffer.Consume(Greeting.Length);
            PeerMinor = greeting.Minor;
            _heartbeat.PeerSpeaks(greeting.Minor);

            if (!_isServer && !SendControl(_context.Ready)) return false;
            if (!ReceiveReady()) return false;
            if (_isServer && !SendControl(_context.Ready, completes: true)) return false;
            _isReady = true;
            _socket.ReceiveTimeout = (int)_context.Tick.TotalMilliseconds;
            return true;
        }
        catch (ZmqProtocolException e)
        {
            Close(e.Reason, e.Message);
            return false;
        }
    }

    private bool ReceiveReady()
    {
        do
        {
            // Refused by its header, before any of its body is collected: the memory for messages is not for strangers.
            if (FrameHeader.TryRead(_buffer.Pending, out var header) && !header.IsCommand)
                throw new ZmqProtocolException(ZmqCloseReason.ProtocolViolation, "a message before the READY command");
            if (_decoder.Advance(_buffer.Pending) == DecodeStep.Command) return ReadReady();
        }
        while (FillBeforeDeadline());

        return false;
    }

    private bool ReadReady()
    {

        var command = Command.Read(_buffer.Pending.Slice(_decoder.Command.Offset, _decoder.Command.Length));
        if (command.Is(Command.Error))
            throw new ZmqProtocolException(ZmqCloseReason.RejectedByPeer, $"the peer refused the handshake: '{command.ReadErrorReason()}'");
        if (!command.Is(Command.Ready))
            throw new ZmqProtocolException(ZmqCloseReason.ProtocolViolation, $"the command '{Printable.Text(command.Name)}' in place of READY");
        var metadata = ReadyCommand.Read(command.Data);
        if (!SocketTypes.MayTalk(_context.Type, metadata.SocketType)) RefuseType(metadata.SocketType);

        PeerMetadata = metadata;
        _buffer.Consume(_decoder.Consumed);
        _decoder.Reset();
        return true;
    }

    private void RefuseType(string peerType)
    {
        Span<byte> frame = stackalloc byte[64];
        SendControl(frame[..Command.Write(frame, Command.Error, "\x13Invalid socket type"u8)]);
        throw new ZmqProtocolException(
            ZmqCloseReason.IncompatibleSocketType, $"a {peerType} socket cannot talk to this {_context.Name} socket");
    }

    private bool SendControl(ReadOnlySpan<byte> bytes, bool completes = false)
    {
        Sender.Enter();
        try
        {
            if (_noHandshake || !Sender.SendControl(bytes)) return false;
            if (completes) _isReady = true;
            return true;
        }
        finally
        {
            Sender.Exit();
        }
    }

    /// <summary>Receives within the time for the whole handshake, however the peer spreads its octets over it.</summary>
    private bool FillBeforeDeadline()
    {
        _buffer.TryMakeRoom();
        while (true)
        {
            var left = _options.Limits.HandshakeTimeout - _time.GetElapsedTime(_openedAt);
            if (left <= TimeSpan.Zero)
            {
                Close(ZmqCloseReason.HandshakeTimeout, $"the handshake was not complete after {Seconds(_options.Limits.HandshakeTimeout)}");
                return false;
            }

            _socket.ReceiveTimeout = Math.Max(1, (int)Math.Ceiling(left.TotalMilliseconds));
            var count = _socket.Receive(_buffer.Free, SocketFlags.None, out var error);
            if (count > 0)
            {
                _buffer.Received(count);
                return true;
            }

            if (!IsQuiet(error)) return false;
        }
    }
}
