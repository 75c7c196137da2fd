using System.Globalization;

namespace Catchment.Telemetry.Query;

/// <summary>The statement that computes buckets, in both systems the same but for how a number is taken from a message.</summary>
internal static class BucketSql
{
    /// <summary>The statement: the bucket's begin, then for each key count, mean, least, greatest, and if wanted first and last.</summary>
    internal static string Of(QueryDialect dialect, TelemetrySpan span, bool withEnds)
    {
        var keys = span.Keys;
        var ends = withEnds ? Each(keys, (_, i) => $"min(CASE WHEN v{i} IS NOT NULL THEN ts END) AS f{i}, max(CASE WHEN v{i} IS NOT NULL THEN ts END) AS l{i}") : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
             SELECT b{Each(keys, (key, i) => $"c{i}, m{i}, s{i}, g{i}{(withEnds ? $", {End(dialect, key, i, "f")}, {End(dialect, key, i, "l")}" : "")}")}
             FROM (
                 SELECT b{Each(keys, static (_, i) => $"count(v{i}) AS c{i}, avg(v{i}) AS m{i}, min(v{i}) AS s{i}, max(v{i}) AS g{i}")}{ends}
                 FROM (SELECT {dialect.Bucket} AS b, ts{Each(keys, (key, i) => $"{dialect.Number(key, i)} AS v{i}")} FROM telem WHERE {TelemetryQueries.Condition(dialect, span)}{dialect.Fence}) AS r
                 GROUP BY b
             ) AS g WHERE {string.Join(" + ", keys.Select(static (_, i) => string.Create(CultureInfo.InvariantCulture, $"c{i}")))} > 0 ORDER BY b{TelemetryQueries.Limit(span.Limit)}
             """);
    }

    // A device has one entry at a time: the value at the bucket's first time is its first value.
    private static string End(QueryDialect dialect, TelemetryKey key, int number, string end) =>
        $"(SELECT {dialect.Number(key, number)} FROM telem WHERE device = @device AND ts = {end}{number.ToString(CultureInfo.InvariantCulture)})";

    private static string Each(IReadOnlyList<TelemetryKey> keys, Func<TelemetryKey, int, string> part) => string.Concat(keys.Select((key, i) => ", " + part(key, i)));
}
