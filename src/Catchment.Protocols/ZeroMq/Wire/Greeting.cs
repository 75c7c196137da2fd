namespace Catchment.Protocols.ZeroMq.Wire;

/// <summary>The 64 octets that open a connection (RFC 37, "Formal Grammar": greeting).</summary>
/// <param name="Minor">The peer's minor version within ZMTP 3; a higher major version counts as 3.1.</param>
internal readonly record struct Greeting(int Minor)
{
    /// <summary>Length of a greeting in octets.</summary>
    public const int Length = 64;

    private const int VersionAt = 10;
    private const int MechanismAt = 12;
    private const int MechanismLength = 20;

    /// <summary>Our greeting: ZMTP 3.1, NULL mechanism.</summary>
    public static ReadOnlySpan<byte> Ours =>
    [
        0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0x7F, 3, 1,
        (byte)'N', (byte)'U', (byte)'L', (byte)'L', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];

    /// <summary>Reads a greeting as far as it has come, so that a peer that will never send 64 octets is recognised early.</summary>
    /// <param name="received">All octets received so far.</param>
    /// <param name="greeting">The greeting, when it is complete.</param>
    /// <returns>Whether it is complete.</returns>
    /// <exception cref="ZmqProtocolException">The peer speaks another protocol, an older ZMTP, or another mechanism.</exception>
    public static bool TryRead(ReadOnlySpan<byte> received, out Greeting greeting)
    {
        greeting = default;
        if (received.Length >= 1 && received[0] != 0xFF) throw NoSignature(received);

        // ZMTP 1.0 with a long identity: its length fills the padding, and bit 0 of octet 9 is clear.
        if (received.Length > 9 && received[9] != 0x7F)
            throw new ZmqProtocolException(ZmqCloseReason.NotZmtp, "the first 10 octets are no ZMTP signature");
        if (received.Length > VersionAt && received[VersionAt] < 3) throw TooOld("2.0");
        if (received.Length < Length) return false;

        if (!received.Slice(MechanismAt, MechanismLength).SequenceEqual(Ours.Slice(MechanismAt, MechanismLength)))
        {
            throw new ZmqProtocolException(
                ZmqCloseReason.UnsupportedMechanism,
                $"the peer asks for the mechanism '{Printable.Text(received.Slice(MechanismAt, MechanismLength))}', only NULL is spoken here");
        }

        greeting = new Greeting(received[VersionAt] > 3 ? 1 : received[VersionAt + 1]);
        return true;
    }

    private static ZmqProtocolException NoSignature(ReadOnlySpan<byte> received) =>

        // A ZMTP 1.0 peer begins with its identity as a short frame: a length and the flags octet 0.
        received.Length >= 2 && received[1] == 0 && received[0] != 0
            ? TooOld("1.0")
            : new ZmqProtocolException(
                ZmqCloseReason.NotZmtp,
                $"the connection begins with '{Printable.Text(received[..Math.Min(received.Length, 16)])}', which is no ZMTP greeting");

    private static ZmqProtocolException TooOld(string version) =>
        new(ZmqCloseReason.UnsupportedVersion, $"the peer speaks ZMTP {version}; 3.0 or newer is needed (libzmq 4.0 or newer)");
}
