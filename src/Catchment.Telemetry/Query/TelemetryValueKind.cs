namespace Catchment.Telemetry.Query;

/// <summary>What a value is.</summary>
public enum TelemetryValueKind
{
    /// <summary>A number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A text.</summary>
    Text,

    /// <summary>An array.</summary>
    Array,

    /// <summary>An object.</summary>
    Map,
}
