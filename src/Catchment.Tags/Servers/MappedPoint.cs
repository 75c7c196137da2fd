using Catchment.Tags.Store;

namespace Catchment.Tags.Servers;

/// <summary>The point of a mapping. Its key need not be registered: one that comes later is found from then on. May be asked from any thread.</summary>
/// <param name="store">Where points are.</param>
/// <param name="key">The key.</param>
internal sealed class MappedPoint(TagStore store, string key)
{
    private DataPoint? _point;
    private long _missedAt = -1;

    /// <summary>The key.</summary>
    internal string Key { get; } = key;

    /// <summary>The point at this moment; null: its key is not registered.</summary>
    internal DataPoint? Find()
    {
        if (Volatile.Read(ref _point) is { IsRegistered: true } point)
            return point;
        var membership = store.MembershipVersion; // before the look: what comes meanwhile is looked for again
        if (membership == Volatile.Read(ref _missedAt))
            return null;
        if (store.TryGet(Key, out point))
        {
            Volatile.Write(ref _point, point);
            return point;
        }

        Volatile.Write(ref _point, null); // what is gone is not kept in memory
        Volatile.Write(ref _missedAt, membership);
        return null;
    }
}
