namespace Catchment.Commands.Telemetry;

/// <summary>The forms in which values are printed.</summary>
internal static class QueryFormats
{
    internal const string Csv = "csv";
    internal const string Json = "json";
    internal const string Ndjson = "ndjson";

    /// <summary>All of them, the usual one first.</summary>
    internal static readonly string[] Names = ["table", Csv, Json, Ndjson];
}
