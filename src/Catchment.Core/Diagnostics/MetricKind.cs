namespace Catchment.Core.Diagnostics;

/// <summary>The types of the Prometheus text format that instruments become.</summary>
internal enum MetricKind
{
    /// <summary>Only grows.</summary>
    Counter,

    /// <summary>Goes up and down.</summary>
    Gauge,

    /// <summary>Counts of values below bounds, with their sum.</summary>
    Histogram,
}
