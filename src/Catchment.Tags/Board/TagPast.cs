using Catchment.Tags.Store;

namespace Catchment.Tags.Board;

/// <summary>A tag's past, as a chart shows it.</summary>
/// <param name="From">The begin, in Unix seconds.</param>
/// <param name="To">The end.</param>
/// <param name="Width">The width of a bucket in seconds.</param>
/// <param name="Buckets">Those that have a number, oldest first.</param>
/// <param name="Entries">How many writes there were.</param>
public sealed record TagPast(double From, double To, double Width, IReadOnlyList<TagBucket> Buckets, int Entries)
{
    private const double LeastWidth = 0.001;

    /// <summary>Puts writes into buckets.</summary>
    /// <param name="entries">The writes, oldest first.</param>
    /// <param name="from">Those before this time are left out; null: none is.</param>
    /// <param name="to">Those after this time are left out.</param>
    /// <param name="most">How many buckets there are at most.</param>
    public static TagPast Of(IReadOnlyList<HistoryEntry> entries, double? from, double to, int most)
    {
        ArgumentNullException.ThrowIfNull(entries);
        entries = InOrder(entries);
        var begin = Math.Min(from ?? (entries.Count > 0 ? entries[0].Timestamp : to), to);
        var width = Math.Max((to - begin) / most, LeastWidth);
        List<TagBucket> buckets = [];
        var (count, present, sum) = (0, -1L, 0.0);
        foreach (var entry in entries)
        {
            if (entry.Timestamp < begin || entry.Timestamp > to)
                continue;
            count++;
            if (entry.Value.Kind is not (TagValueKind.Boolean or TagValueKind.Whole or TagValueKind.Number) || !entry.Value.TryGetNumber(out var number) || !double.IsFinite(number))
                continue;
            var place = Math.Min((long)((entry.Timestamp - begin) / width), most - 1);
            if (place != present)
            {
                (present, sum) = (place, number);
                buckets.Add(new TagBucket(begin + (place * width), number, number, number, 1));
                continue;
            }

            sum += number;
            var had = buckets[^1];
            buckets[^1] = had with { Min = Math.Min(had.Min, number), Max = Math.Max(had.Max, number), Mean = sum / (had.Count + 1), Count = had.Count + 1 };
        }

        return new TagPast(begin, to, width, buckets, count);
    }

    /// <summary>Where the clock was set back, times do not rise: a chart goes by them nonetheless.</summary>
    private static IReadOnlyList<HistoryEntry> InOrder(IReadOnlyList<HistoryEntry> entries)
    {
        for (var i = 1; i < entries.Count; i++)
        {
            if (entries[i].Timestamp < entries[i - 1].Timestamp)
                return [.. entries.OrderBy(static entry => entry.Timestamp)];
        }

        return entries;
    }
}
