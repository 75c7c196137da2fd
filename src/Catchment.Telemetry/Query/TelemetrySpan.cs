namespace Catchment.Telemetry.Query;

/// <summary>Entries of a device within a span of time.</summary>
/// <param name="Device">The device.</param>
/// <param name="Keys">The values asked for, 1 to <see cref="MostKeys"/>: entries that have none of them do not count.</param>
public sealed record TelemetrySpan(string Device, IReadOnlyList<TelemetryKey> Keys)
{
    /// <summary>Keys of a question at most.</summary>
    public const int MostKeys = 32;

    /// <summary>Only entries of this time or later; UTC, null: from the first on.</summary>
    public DateTime? From { get; init; }

    /// <summary>Only entries of this time or earlier; UTC, null: to the last.</summary>
    public DateTime? To { get; init; }

    /// <summary>Only entries with this event code's name; null: all.</summary>
    public string? EventCode { get; init; }

    /// <summary>So many results at most; null: all.</summary>
    public long? Limit { get; init; }
}
