using Catchment.Tags.Sync.Buffering;
using Catchment.Tags.Sync.Keys;
using Catchment.Tags.Sync.Writing;

namespace Catchment.Tags.Sync.Cycle;

/// <summary>Asks the gateway which of the forms of a key it has. Source: <c>tags</c> 8.5.</summary>
/// <param name="writer">The gateway.</param>
internal sealed class KeyResolver(ITagWriter writer)
{
    private const int MostAtOnce = 2000;

    /// <summary>Decides on the keys of tags.</summary>
    /// <returns>Why the gateway did not answer; null: all have their keys.</returns>
    internal async ValueTask<string?> ResolveAsync(IReadOnlyCollection<PolledTag> tags, CancellationToken cancellation)
    {
        var (present, trouble) = await FindAsync(tags.SelectMany(static tag => tag.Plan!.Key.Candidates), cancellation);
        if (trouble is not null)
            return trouble;
        foreach (var tag in tags)
            tag.Key = Choose(tag.Plan!.Key, present);
        return null;
    }

    /// <summary>Decides on the keys of values that waited, and makes updates of them, in their order.</summary>
    /// <returns>Why the gateway did not answer; null: all have their keys.</returns>
    internal async ValueTask<string?> ResolveAsync(IReadOnlyList<BufferedValue> values, OutgoingValue[] updates, CancellationToken cancellation)
    {
        // A record that could not be read keeps its place, with a key that is refused.
        var keys = values.Select(static value => TagKey.FromText(value.Key ?? "")).ToArray();
        var (present, trouble) = await FindAsync(keys.SelectMany(static key => key.Candidates), cancellation);
        if (trouble is not null)
            return trouble;
        for (var i = 0; i < keys.Length; i++)
            updates[i] = new OutgoingValue(Choose(keys[i], present), values[i].Value, values[i].Timestamp, values[i].Quality);
        return null;
    }

    private string Choose(TagKey key, IReadOnlySet<string> present) => writer.IsExtended || key.IsFinal ? key.Choose(present) : key.Unasked;

    private async ValueTask<(HashSet<string> Present, string? Trouble)> FindAsync(IEnumerable<string> candidates, CancellationToken cancellation)
    {
        var present = new HashSet<string>(StringComparer.Ordinal);
        if (!writer.IsExtended)
            return (present, null);
        foreach (var keys in candidates.Distinct(StringComparer.Ordinal).Chunk(MostAtOnce))
        {
            if (await writer.FindAsync(keys, present, cancellation) is { } trouble)
                return (present, trouble);
        }

        return (present, null);
    }
}
