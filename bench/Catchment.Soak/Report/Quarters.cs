using Catchment.Core.Demo;

namespace Catchment.Soak.Report;

/// <summary>The four quarters of a run.</summary>
/// <param name="Began">When it began.</param>
/// <param name="Ended">When it ended.</param>
internal sealed record Quarters(DateTimeOffset Began, DateTimeOffset Ended)
{
    /// <summary>Splits what has a time.</summary>
    internal IReadOnlyList<IReadOnlyList<T>> Split<T>(IEnumerable<T> items, Func<T, DateTimeOffset> time)
    {
        var quarters = items.ToLookup(i => (int)Math.Clamp((time(i) - Began) / (Ended - Began) * 4, 0, 3));
        return [.. Enumerable.Range(0, 4).Select(q => quarters[q].ToArray())];
    }

    /// <summary>The milliseconds to an answer in each quarter, as <c>p50/p99</c>.</summary>
    internal IEnumerable<string> Latencies(IEnumerable<DemoItem> items) =>
        Split(items.Where(static i => i.Answer is not null and not Audits.TagAudit.ReadBack), static i => i.Began).Select(static q => q.Count == 0 ? "-" : $"{At(q, 0.5):0.0}/{At(q, 0.99):0.0}");

    private static double At(IReadOnlyList<DemoItem> items, double share)
    {
        var sorted = items.Select(static i => i.Milliseconds).Order().ToArray();
        return sorted[(int)(share * (sorted.Length - 1))];
    }
}
