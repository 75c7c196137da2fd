using System.Globalization;

namespace Catchment.Telemetry.Query;

/// <summary>What can be told of a bucket, by name.</summary>
public static class TelemetryAggregates
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Names { get; } = ["mean", "min", "max", "count", "first", "last"];

    /// <summary>What is told when nothing else is asked for.</summary>
    public static IReadOnlyList<string> Usual { get; } = ["mean", "min", "max"];

    /// <summary>Reads names with commas between them; one that comes twice counts once.</summary>
    /// <param name="text">The names.</param>
    /// <param name="other">The first that is none of <see cref="Names"/>; null: there is no such.</param>
    public static IReadOnlyList<string> Parse(string text, out string? other)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] chosen = [.. text.Split(',', StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal)];
        other = chosen.FirstOrDefault(static word => !Names.Contains(word, StringComparer.Ordinal));
        return chosen;
    }

    /// <summary>Whether the first and the last value of each bucket are needed.</summary>
    internal static bool NeedEnds(IReadOnlyList<string> aggregates) => aggregates.Contains("first", StringComparer.Ordinal) || aggregates.Contains("last", StringComparer.Ordinal);

    /// <summary>One of them; doubles have the shortest digits.</summary>
    internal static TelemetryValue? Of(BucketValues values, string aggregate)
    {
        var number = aggregate switch
        {
            "mean" => values.Mean,
            "min" => values.Min,
            "max" => values.Max,
            "first" => values.First,
            "last" => values.Last,
            _ => values.Count,
        };
        return number is { } n ? new TelemetryValue(TelemetryValueKind.Number, n.ToString("R", CultureInfo.InvariantCulture)) : null;
    }
}
