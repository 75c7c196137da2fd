namespace Catchment.Protocols.Iec104.Links;

/// <summary>The control information of an APDU. Source: IEC 60870-5-104, 5.</summary>
internal static class Apci
{
    /// <summary>Octets of start, length and control field.</summary>
    public const int Octets = 6;

    /// <summary>The longest APDU with start and length octet.</summary>
    public const int MaxApduOctets = 255;

    /// <summary>Sequence numbers count modulo this.</summary>
    public const int Modulo = 32_768;

    private const byte Start = 0x68;

    /// <summary>The length of an APDU that begins here.</summary>
    /// <param name="bytes">What was received.</param>
    /// <returns>Its octets with start and length octet; 0: not yet known.</returns>
    /// <exception cref="Iec104Exception"><see cref="Iec104Fault.Protocol"/>: nothing begins here.</exception>
    public static int LengthOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return 0;
        if (bytes[0] != Start)
            throw new Iec104Exception(Iec104Fault.Protocol, $"An APDU begins with 68, not with {bytes[0]:X2}.");
        if (bytes.Length < 2)
            return 0;
        if (bytes[1] is < 4 or > 253)
            throw new Iec104Exception(Iec104Fault.Protocol, $"An APDU is 4 to 253 octets long, not {bytes[1]}.");
        return bytes[1] + 2;
    }

    /// <summary>Writes the control information before an ASDU.</summary>
    public static void WriteInformation(Span<byte> apdu, int asduOctets, int sendNumber, int receiveNumber)
    {
        apdu[0] = Start;
        apdu[1] = (byte)(asduOctets + 4);
        apdu[2] = (byte)(sendNumber << 1);
        apdu[3] = (byte)(sendNumber >> 7);
        apdu[4] = (byte)(receiveNumber << 1);
        apdu[5] = (byte)(receiveNumber >> 7);
    }

    /// <summary>Writes an S frame.</summary>
    public static void WriteSupervisory(Span<byte> apdu, int receiveNumber)
    {
        WriteInformation(apdu, 0, 0, receiveNumber);
        apdu[2] = 1;
    }

    /// <summary>Writes a U frame.</summary>
    public static void WriteControl(Span<byte> apdu, ControlFunction function)
    {
        WriteInformation(apdu, 0, 0, 0);
        apdu[2] = (byte)function;
    }

    /// <summary>The number in two control octets.</summary>
    public static int Number(ReadOnlySpan<byte> octets) => (octets[0] >> 1) | (octets[1] << 7);
}
