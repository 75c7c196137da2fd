namespace Catchment.Protocols.ZeroMq.Wire;

/// <summary>
/// Finds messages and commands in a stream of octets (RFC 37, "Formal Grammar": traffic) without copying: it only remembers where
/// the frames lie, relative to the first octet of the message, so the buffer may move or grow between two calls.
/// </summary>
/// <remarks>
/// The grammar has no command between two frames of a message, but libzmq sends its heartbeats there; the decoder reports them,
/// and the message goes on afterwards. Their number is bounded like the number of frames.
/// </remarks>
internal sealed class MessageDecoder(ZmqLimits limits)
{
    /// <summary>Most octets in a command. Handshake metadata and subscriptions are short; nothing else is a reason for a long one.</summary>
    public const int MaxCommandBytes = 16 * 1024;

    private FrameSlot[] _slots = new FrameSlot[4];
    private int _commandsWithin;
    private bool _messageComplete;

    /// <summary>Octets decoded so far, counted from the first octet of the message or command.</summary>
    public int Consumed { get; private set; }

    /// <summary>Frames of the message found so far.</summary>
    public int FrameCount { get; private set; }

    /// <summary>Octets in the bodies of those frames.</summary>
    public long BodyBytes { get; private set; }

    /// <summary>Where the body of the command lies that the last call reported.</summary>
    public FrameSlot Command { get; private set; }

    /// <summary>Whether frames of a message were found that is not complete.</summary>
    public bool IsWithinMessage => FrameCount > 0 && !_messageComplete;

    /// <summary>The frames found; only the first <see cref="FrameCount"/> are meaningful.</summary>
    public FrameSlot[] Slots => _slots;

    /// <summary>Forgets the message or command; the next call starts at the next one.</summary>
    public void Reset()
    {
        Consumed = 0;
        FrameCount = 0;
        BodyBytes = 0;
        _commandsWithin = 0;
        _messageComplete = false;
    }

    /// <summary>Decodes on.</summary>
    /// <param name="window">Everything received from the first octet of the current message or command on.</param>
    /// <returns>What is complete now, if anything.</returns>
    /// <exception cref="ZmqProtocolException">The octets break the grammar or a limit.</exception>
    public DecodeStep Advance(ReadOnlySpan<byte> window)
    {
        while (FrameHeader.TryRead(window[Consumed..], out var header))
        {
            Check(header);
            if (window.Length - Consumed - header.Size < header.BodyLength) return DecodeStep.NeedMore;

            var body = new FrameSlot(Consumed + header.Size, (int)header.BodyLength);
            Consumed = body.Offset + body.Length;
            if (header.IsCommand)
            {
                if (FrameCount > 0) _commandsWithin++;
                Command = body;
                return DecodeStep.Command;
            }

            Add(body);
            if (!header.More)
            {
                _messageComplete = true;
                return DecodeStep.Message;
            }
        }

        return DecodeStep.NeedMore;
    }

    private void Add(FrameSlot body)
    {
        if (FrameCount == _slots.Length) Array.Resize(ref _slots, _slots.Length * 2);
        _slots[FrameCount++] = body;
        BodyBytes += body.Length;
    }

    /// <summary>Refuses a frame by what its header announces, before any of its body is waited for.</summary>
    private void Check(in FrameHeader header)
    {
        if (header.IsCommand)
        {
            if (header.BodyLength > MaxCommandBytes)
                throw new ZmqProtocolException(ZmqCloseReason.MessageTooLarge, $"a command of {header.BodyLength} octets was announced, {MaxCommandBytes} are allowed");
            if (_commandsWithin >= limits.MaxFrames)
                throw new ZmqProtocolException(ZmqCloseReason.ProtocolViolation, $"more than {limits.MaxFrames} commands within one message");
            return;
        }

        if (FrameCount >= limits.MaxFrames)
            throw new ZmqProtocolException(ZmqCloseReason.TooManyFrames, $"a message of more than {limits.MaxFrames} frames");
        if (header.BodyLength > limits.MaxMessageBytes - BodyBytes)
        {
            throw new ZmqProtocolException(
                ZmqCloseReason.MessageTooLarge,
                $"a frame of {header.BodyLength} octets was announced, {limits.MaxMessageBytes} octets a message are allowed");
        }
    }
}
