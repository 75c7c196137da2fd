namespace Catchment.Protocols.Modbus;

/// <summary>The names of types and byte orders in mappings.</summary>
public static class ModbusNames
{
    private static readonly Dictionary<string, ModbusDataType> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        ["int16"] = ModbusDataType.Signed16,
        ["uint16"] = ModbusDataType.Unsigned16,
        ["bool"] = ModbusDataType.Flag,
        ["int32"] = ModbusDataType.Signed32,
        ["uint32"] = ModbusDataType.Unsigned32,
        ["float32"] = ModbusDataType.Real32,
        ["float"] = ModbusDataType.Real32,
        ["int64"] = ModbusDataType.Signed64,
        ["uint64"] = ModbusDataType.Unsigned64,
        ["float64"] = ModbusDataType.Real64,
        ["double"] = ModbusDataType.Real64,
        ["string"] = ModbusDataType.Text,
    };

    private static readonly Dictionary<string, ModbusByteOrder> Orders = new(StringComparer.OrdinalIgnoreCase)
    {
        ["big"] = ModbusByteOrder.BigEndian,
        ["ABCD"] = ModbusByteOrder.BigEndian,
        ["little"] = ModbusByteOrder.LittleEndian,
        ["DCBA"] = ModbusByteOrder.LittleEndian,
        ["big_swap"] = ModbusByteOrder.ByteSwapped,
        ["BADC"] = ModbusByteOrder.ByteSwapped,
        ["little_swap"] = ModbusByteOrder.WordSwapped,
        ["CDAB"] = ModbusByteOrder.WordSwapped,
    };

    /// <summary>Reads <c>int16</c>, <c>uint16</c>, <c>bool</c>, <c>int32</c>, <c>uint32</c>, <c>float32</c>, <c>float</c>, <c>int64</c>, <c>uint64</c>, <c>float64</c>, <c>double</c>, <c>string</c>.</summary>
    public static bool TryReadType(string? name, out ModbusDataType type) => Types.TryGetValue(name ?? "", out type);

    /// <summary>Reads <c>big</c>, <c>little</c>, <c>big_swap</c>, <c>little_swap</c>, <c>ABCD</c>, <c>DCBA</c>, <c>BADC</c>, <c>CDAB</c>.</summary>
    public static bool TryReadOrder(string? name, out ModbusByteOrder order) => Orders.TryGetValue(name ?? "", out order);
}
