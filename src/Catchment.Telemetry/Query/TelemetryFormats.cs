namespace Catchment.Telemetry.Query;

/// <summary>The forms in which values are written.</summary>
public static class TelemetryFormats
{
    /// <summary>Columns for people.</summary>
    public const string Table = "table";

    /// <summary>Values with commas between them.</summary>
    public const string Csv = "csv";

    /// <summary>One array of JSON.</summary>
    public const string Json = "json";

    /// <summary>An object of JSON in each line.</summary>
    public const string Ndjson = "ndjson";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Names { get; } = [Table, Csv, Json, Ndjson];
}
