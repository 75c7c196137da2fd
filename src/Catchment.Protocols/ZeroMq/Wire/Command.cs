namespace Catchment.Protocols.ZeroMq.Wire;

/// <summary>Name and data of a command (RFC 37, "Commands"), as slices of the received octets.</summary>
internal readonly ref struct Command
{
    /// <summary>Most octets in the context of a PING ("Connection Heartbeating").</summary>
    public const int MaxPingContext = 16;

    private const int PingTtlBytes = 2;

    private Command(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        Name = name;
        Data = data;
    }

    /// <summary>The name.</summary>
    public ReadOnlySpan<byte> Name { get; }

    /// <summary>What follows the name.</summary>
    public ReadOnlySpan<byte> Data { get; }

    /// <summary>The command that completes a NULL handshake.</summary>
    public static ReadOnlySpan<byte> Ready => "READY"u8;

    /// <summary>The command that ends a handshake.</summary>
    public static ReadOnlySpan<byte> Error => "ERROR"u8;

    /// <summary>Asks for a sign of life.</summary>
    public static ReadOnlySpan<byte> Ping => "PING"u8;

    /// <summary>Gives it.</summary>
    public static ReadOnlySpan<byte> Pong => "PONG"u8;

    /// <summary>Adds a subscription.</summary>
    public static ReadOnlySpan<byte> Subscribe => "SUBSCRIBE"u8;

    /// <summary>Takes one back.</summary>
    public static ReadOnlySpan<byte> Cancel => "CANCEL"u8;

    /// <summary>Splits the body of a command frame.</summary>
    /// <exception cref="ZmqProtocolException">There is no name, or it is longer than the body.</exception>
    public static Command Read(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty || body[0] == 0 || body[0] >= body.Length)
            throw new ZmqProtocolException(ZmqCloseReason.ProtocolViolation, "a command without a name");
        return new Command(body.Slice(1, body[0]), body[(1 + body[0])..]);
    }

    /// <summary>Whether the command has this name. Names are compared exactly, as libzmq does.</summary>
    public bool Is(ReadOnlySpan<byte> name) => Name.SequenceEqual(name);

    /// <summary>Reads the data of a PING.</summary>
    /// <param name="timeToLive">How long the peer says it may be silent from now on; zero when it says nothing.</param>
    /// <param name="context">What the PONG has to echo.</param>
    /// <exception cref="ZmqProtocolException">No TTL, or a context of more than 16 octets.</exception>
    public void ReadPing(out TimeSpan timeToLive, out ReadOnlySpan<byte> context)
    {
        if (Data.Length is < PingTtlBytes or > PingTtlBytes + MaxPingContext)
            throw new ZmqProtocolException(ZmqCloseReason.ProtocolViolation, $"a PING with {Data.Length} octets of data, 2 to 18 are allowed");
        timeToLive = TimeSpan.FromMilliseconds(100 * ((Data[0] << 8) | Data[1]));
        context = Data[PingTtlBytes..];
    }

    /// <summary>Reads the reason of an ERROR for a log line.</summary>
    public string ReadErrorReason() =>
        Data.IsEmpty ? "" : Printable.Text(Data.Slice(1, Math.Min(Data[0], Data.Length - 1)));

    /// <summary>Octets of a whole command frame whose data has this length.</summary>
    public static int FrameSize(ReadOnlySpan<byte> name, int dataLength) =>
        FrameHeader.SizeFor(1 + name.Length + dataLength) + 1 + name.Length + dataLength;

    /// <summary>Writes a whole command frame.</summary>
    /// <returns>Octets written.</returns>
    public static int Write(Span<byte> destination, ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        var at = FrameHeader.WriteCommand(destination, 1 + name.Length + data.Length);
        destination[at++] = (byte)name.Length;
        name.CopyTo(destination[at..]);
        at += name.Length;
        data.CopyTo(destination[at..]);
        return at + data.Length;
    }

    /// <summary>Writes a whole PING frame without a context. The TTL is zero: a long handler must not make the peer hang up.</summary>
    /// <returns>Octets written.</returns>
    public static int WritePing(Span<byte> destination) => Write(destination, Ping, [0, 0]);
}
