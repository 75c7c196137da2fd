using System.Text.Json;

namespace Catchment.Tags.Mappings;

/// <summary>Modbus mappings as the API has them. Source: <c>tags</c> 5.1.</summary>
internal static class ModbusForm
{
    /// <summary>The last address of a table.</summary>
    internal const int LastRegister = 65_535;

    /// <summary>Reads what a client sent.</summary>
    /// <exception cref="MappingRefusedException">It is no mapping.</exception>
    internal static ModbusMapping Read(MappingBody body)
    {
        var (id, key) = (body.Id(), body.Key());
        var mapping = new ModbusMapping
        {
            Id = id,
            Key = key,
            RegisterAddress = body.Needed("register_address", 0, LastRegister),
            FunctionCode = (int)body.Whole("function_code", 3, 1, 4),
            DataType = body.Word("data_type", "int16", ["int16", "uint16", "bool", "int32", "uint32", "float32", "float", "int64", "uint64", "float64", "double", "string"]),
            Access = body.Word("access", "rw", ["r", "rw"]),
            ScalingFactor = body.Number("scaling_factor", 1),
            Endianess = body.Word("endianess", "big", ["big", "little", "big_swap", "little_swap", "ABCD", "DCBA", "BADC", "CDAB"]),
            Length = (int)body.Whole("length", 1, 1, LastRegister + 1),
            Description = body.Text("description", ""),
        };
        if (mapping.ScalingFactor == 0)
            throw new MappingRefusedException("scaling_factor must not be 0");
        var registers = RegisterRange.Of(mapping);
        return registers.Last <= LastRegister ? mapping : throw new MappingRefusedException($"registers {registers.First}-{registers.Last} end beyond {LastRegister}");
    }

    /// <summary>Compares a mapping with the others: tables of all function codes count as one, as in the original, because all are mirrored into the holding registers.</summary>
    /// <exception cref="MappingRefusedException">It overlaps one of them.</exception>
    internal static void Check(ModbusMapping mapping, IEnumerable<ModbusMapping> others)
    {
        var wanted = RegisterRange.Of(mapping);
        var first = others.Where(other => RegisterRange.Of(other).Overlaps(wanted)).MinBy(static other => other.RegisterAddress);
        if (first is null)
            return;
        var taken = RegisterRange.Of(first);
        throw new MappingRefusedException(
            $"Register address conflict: {wanted.First}-{wanted.Last} overlaps with existing mapping '{first.Key}' at {taken.First}-{taken.Last}. Suggested address: {taken.Last + 1}");
    }

    /// <summary>Writes a mapping without its id.</summary>
    internal static void Write(Utf8JsonWriter writer, ModbusMapping mapping)
    {
        writer.WriteString("key", mapping.Key);
        writer.WriteNumber("register_address", mapping.RegisterAddress);
        writer.WriteNumber("function_code", mapping.FunctionCode);
        writer.WriteString("data_type", mapping.DataType);
        writer.WriteString("access", mapping.Access);
        MappingNumber.Write(writer, "scaling_factor", mapping.ScalingFactor);
        writer.WriteString("endianess", mapping.Endianess);
        writer.WriteString("description", mapping.Description);
        writer.WriteNumber("length", mapping.Length);
    }
}
