namespace Catchment.Protocols.Modbus;

/// <summary>How the bytes A B C D (E F G H) of a value, A the highest, stand in its registers.</summary>
public enum ModbusByteOrder
{
    /// <summary>AB CD: the high word first, its high byte first.</summary>
    BigEndian,

    /// <summary>DC BA: all bytes reversed.</summary>
    LittleEndian,

    /// <summary>BA DC: bytes swapped in each word.</summary>
    ByteSwapped,

    /// <summary>CD AB: words reversed.</summary>
    WordSwapped,
}
