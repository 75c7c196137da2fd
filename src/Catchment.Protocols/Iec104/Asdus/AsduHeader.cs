namespace Catchment.Protocols.Iec104.Asdus;

/// <summary>The data unit identifier of an ASDU. Source: IEC 60870-5-101, 7.2.</summary>
/// <param name="Type">The type; any octet.</param>
/// <param name="IsSequence">SQ: one address, elements of consecutive addresses.</param>
/// <param name="Count">Objects or elements, 0 to 127.</param>
/// <param name="Cause">The cause; any six bits.</param>
/// <param name="IsNegative">P/N.</param>
/// <param name="IsTest">T.</param>
/// <param name="Originator">The originator address; 0 without one.</param>
/// <param name="CommonAddress">The common address.</param>
internal readonly record struct AsduHeader(
    TypeId Type, bool IsSequence, int Count, CauseOfTransmission Cause, bool IsNegative, bool IsTest, byte Originator, int CommonAddress)
{
    private const int SequenceBit = 0x80;
    private const int NegativeBit = 0x40;
    private const int TestBit = 0x80;

    /// <summary>The header of an ASDU that begins in monitor direction.</summary>
    public static AsduHeader Of(TypeId type, CauseOfTransmission cause, int commonAddress) =>
        new(type, IsSequence: false, 0, cause, IsNegative: false, IsTest: false, 0, commonAddress);

    /// <summary>Reads one.</summary>
    /// <exception cref="Iec104Exception"><see cref="Iec104Fault.Malformed"/>: it is too short.</exception>
    public static AsduHeader Read(ReadOnlySpan<byte> asdu, AsduFormat format)
    {
        if (asdu.Length < format.HeaderOctets)
            throw new Iec104Exception(Iec104Fault.Malformed, $"An ASDU of {asdu.Length} octets is too short for its header.");
        var at = 2 + format.CauseOctets;
        int address = asdu[at];
        if (format.CommonAddressOctets == 2)
            address |= asdu[at + 1] << 8;
        return new AsduHeader(
            (TypeId)asdu[0],
            (asdu[1] & SequenceBit) != 0,
            asdu[1] & ~SequenceBit,
            (CauseOfTransmission)(asdu[2] & 0x3F),
            (asdu[2] & NegativeBit) != 0,
            (asdu[2] & TestBit) != 0,
            format.CauseOctets == 2 ? asdu[3] : (byte)0,
            address);
    }

    /// <summary>Writes it.</summary>
    public void Write(Span<byte> asdu, AsduFormat format)
    {
        asdu[0] = (byte)Type;
        asdu[1] = (byte)(Count | (IsSequence ? SequenceBit : 0));
        WriteCause(asdu, Cause, IsNegative, IsTest);
        if (format.CauseOctets == 2)
            asdu[3] = Originator;
        var at = 2 + format.CauseOctets;
        asdu[at] = (byte)CommonAddress;
        if (format.CommonAddressOctets == 2)
            asdu[at + 1] = (byte)(CommonAddress >> 8);
    }

    /// <summary>Changes the cause of an ASDU that is written: the answer to a request is its mirror.</summary>
    public static void WriteCause(Span<byte> asdu, CauseOfTransmission cause, bool isNegative, bool isTest) =>
        asdu[2] = (byte)((int)cause | (isNegative ? NegativeBit : 0) | (isTest ? TestBit : 0));
}
