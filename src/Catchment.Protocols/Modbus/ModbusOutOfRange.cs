namespace Catchment.Protocols.Modbus;

/// <summary>What becomes of a number that its whole-number type cannot hold.</summary>
public enum ModbusOutOfRange
{
    /// <summary>Its lowest bits are kept; of a negative number in <see cref="ModbusDataType.Unsigned16"/> those of its absolute value.</summary>
    Wrap,

    /// <summary>It becomes the limit of its type.</summary>
    Saturate,
}
