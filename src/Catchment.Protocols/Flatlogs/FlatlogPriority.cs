namespace Catchment.Protocols.Flatlogs;

/// <summary>The names of log priorities. Source: telemetry 7.</summary>
public static class FlatlogPriority
{
    /// <summary>The priority of telemetry.</summary>
    public const sbyte Telemetry = 64;

    /// <summary>The four characters that the dump tool prints for a priority; <c>UNK?</c> for one without a name.</summary>
    /// <param name="priority">The log priority.</param>
    public static ReadOnlySpan<byte> Text(sbyte priority) => priority switch
    {
        0 => "EMER"u8,
        1 => "ALRT"u8,
        2 => "CRIT"u8,
        3 => "ERR "u8,
        4 => "WARN"u8,
        5 => "NOTE"u8,
        6 => "INFO"u8,
        7 => "DBG "u8,
        8 => "DBG2"u8,
        Telemetry => "TELM"u8,
        126 => "DEF?"u8,
        _ => "UNK?"u8,
    };
}
