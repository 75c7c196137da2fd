namespace Catchment.Tags.Mappings;

/// <summary>Where a point stands in the tables of Modbus. Source: <c>tags</c> 5.1.</summary>
public sealed record ModbusMapping : Mapping
{
    /// <summary>The first register or coil, from 0.</summary>
    public required int RegisterAddress { get; init; }

    /// <summary>The table: 1 coils, 2 discrete inputs, 3 holding registers, 4 input registers.</summary>
    public int FunctionCode { get; init; } = 3;

    /// <summary>The type in the registers, as it was sent.</summary>
    public string DataType { get; init; } = "int16";

    /// <summary><c>r</c> or <c>rw</c>.</summary>
    public string Access { get; init; } = "rw";

    /// <summary>Register value = point value × this.</summary>
    public double ScalingFactor { get; init; } = 1;

    /// <summary>The order of bytes, as it was sent.</summary>
    public string Endianess { get; init; } = "big";

    /// <summary>Registers of a string.</summary>
    public int Length { get; init; } = 1;

    /// <inheritdoc/>
    internal override IEnumerable<MappingPlace> Places
    {
        get
        {
            var (first, last) = RegisterRange.Of(this);
            // What an older program kept may end beyond the tables.
            for (var register = Math.Max(first, 0); register <= Math.Min(last, ModbusForm.LastRegister); register++)
                yield return new MappingPlace(register);
        }
    }
}
