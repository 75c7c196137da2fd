using System.Runtime.InteropServices;

namespace Catchment.Tags.Mappings;

/// <summary>The registers that a mapping takes. Source: <c>tags</c> 5.1.</summary>
/// <param name="First">The first.</param>
/// <param name="Last">The last.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RegisterRange(int First, int Last)
{
    /// <summary>Those of a mapping.</summary>
    /// <param name="mapping">The mapping.</param>
    public static RegisterRange Of(ModbusMapping mapping)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        return new RegisterRange(mapping.RegisterAddress, mapping.RegisterAddress + CountOf(mapping.DataType, mapping.Length) - 1);
    }

    /// <summary>Whether both have a register in common.</summary>
    /// <param name="other">The others.</param>
    public bool Overlaps(RegisterRange other) => First <= other.Last && other.First <= Last;

    /// <summary>How many a type takes; one that is not known is served as int16.</summary>
    private static int CountOf(string dataType, int length) => dataType switch
    {
        "int32" or "uint32" or "float32" or "float" => 2,
        "int64" or "uint64" or "float64" or "double" => 4,
        "string" => length,
        _ => 1,
    };
}
