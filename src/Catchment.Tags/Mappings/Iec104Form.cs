using System.Text.Json;

namespace Catchment.Tags.Mappings;

/// <summary>IEC 60870-5-104 mappings as the API has them. Source: <c>tags</c> 5.3.</summary>
internal static class Iec104Form
{
    private const int LastObject = 16_777_215;
    private const int LastStation = 65_534; // 65535 addresses all stations
    private const int LastGroup = 16;

    private static readonly string[] Types =
    [
        "M_SP_NA_1", "M_DP_NA_1", "M_ST_NA_1", "M_BO_NA_1", "M_ME_NA_1", "M_ME_NB_1", "M_ME_NC_1", "M_ME_NF_1", "M_ME_ND_1", "M_IT_NA_1",
        "M_SP_TB_1", "M_DP_TB_1", "M_ST_TB_1", "M_BO_TB_1", "M_ME_TD_1", "M_ME_TE_1", "M_ME_TF_1", "M_IT_TB_1",
    ];

    /// <summary>Reads what a client sent.</summary>
    /// <exception cref="MappingRefusedException">It is no mapping.</exception>
    internal static Iec104Mapping Read(MappingBody body) => new()
    {
        Id = body.Id(),
        Key = body.Key(),
        Ioa = body.Needed("ioa", 1, LastObject),
        // The web form sends type_id.
        Type = body.Known("type", body.TextOrNull("type") ?? body.Text("type_id", "M_ME_NC_1"), Types),
        Cause = body.Word("cause", "spontaneous", ["spontaneous", "periodic"]),
        Quality = body.Truth("quality", otherwise: true),
        Timestamp = body.Truth("timestamp", otherwise: true),
        Access = body.Word("access", "r", ["r", "rw"]),
        Description = body.Text("description", ""),
        ScalingFactor = body.Number("scaling_factor", 1),
        CommonAddress = (int)body.Whole("common_address", 1, 1, LastStation),
        PeriodMs = (int)body.Whole("period_ms", 0, 0, int.MaxValue),
        Deadband = body.Number("deadband", 0, min: 0),
        Group = (int)body.Whole("group", 0, 0, LastGroup),
    };

    /// <summary>Compares a mapping with the others.</summary>
    /// <exception cref="MappingRefusedException">Its object is another's.</exception>
    internal static void Check(Iec104Mapping mapping, IEnumerable<Iec104Mapping> others)
    {
        if (others.FirstOrDefault(other => other.Ioa == mapping.Ioa && other.CommonAddress == mapping.CommonAddress) is { } other)
            throw new MappingRefusedException($"IOA {mapping.Ioa} already used by key '{other.Key}'");
    }

    /// <summary>Writes a mapping without its id.</summary>
    internal static void Write(Utf8JsonWriter writer, Iec104Mapping mapping)
    {
        writer.WriteString("key", mapping.Key);
        writer.WriteNumber("ioa", mapping.Ioa);
        writer.WriteString("type", mapping.Type);
        writer.WriteString("cause", mapping.Cause);
        writer.WriteBoolean("quality", mapping.Quality);
        writer.WriteBoolean("timestamp", mapping.Timestamp);
        writer.WriteString("access", mapping.Access);
        writer.WriteString("description", mapping.Description);
        MappingNumber.Write(writer, "scaling_factor", mapping.ScalingFactor);
        writer.WriteNumber("common_address", mapping.CommonAddress);
        writer.WriteNumber("period_ms", mapping.PeriodMs);
        MappingNumber.Write(writer, "deadband", mapping.Deadband);
        writer.WriteNumber("group", mapping.Group);
    }
}
