namespace Catchment.Protocols.Iec104;

/// <summary>The sizes of an ASDU's fields; both ends must have the same. Source: IEC 60870-5-101, 7.1; IEC 60870-5-104, 9.4.</summary>
public sealed record AsduFormat
{
    /// <summary>The sizes that IEC 60870-5-104 lays down.</summary>
    public static AsduFormat Standard { get; } = new();

    /// <summary>Octets of the cause of transmission: 2, or 1 without originator address.</summary>
    public int CauseOctets { get; init; } = 2;

    /// <summary>Octets of the common address: 2 or 1.</summary>
    public int CommonAddressOctets { get; init; } = 2;

    /// <summary>Octets of the information object address: 3, 2 or 1.</summary>
    public int ObjectAddressOctets { get; init; } = 3;

    /// <summary>The longest APDU that is sent, by its length octet: 253 at most, 30 at least. What is received may always have 253.</summary>
    public int MaxApduLength { get; init; } = 253;

    /// <summary>The common address that means all stations: 65535, or 255 with one octet.</summary>
    public int GlobalCommonAddress => CommonAddressOctets == 1 ? 0xFF : 0xFFFF;

    /// <summary>The highest information object address.</summary>
    public int MaxObjectAddress => (1 << (8 * ObjectAddressOctets)) - 1;

    /// <summary>Octets before the first information object.</summary>
    internal int HeaderOctets => 2 + CauseOctets + CommonAddressOctets;

    /// <summary>Octets of the longest ASDU that is sent.</summary>
    internal int MaxAsduOctets => MaxApduLength - 4;

    /// <summary>Says what is impossible.</summary>
    /// <exception cref="Iec104Exception"><see cref="Iec104Fault.Argument"/>.</exception>
    internal void Check()
    {
        if (CauseOctets is not (1 or 2) || CommonAddressOctets is not (1 or 2) || ObjectAddressOctets is not (1 or 2 or 3))
            throw new Iec104Exception(Iec104Fault.Argument, "Cause and common address have one or two octets, the information object address one to three.");
        if (MaxApduLength is < 30 or > 253)
            throw new Iec104Exception(Iec104Fault.Argument, $"The longest APDU has from 30 to 253 octets, not {MaxApduLength}.");
    }
}
