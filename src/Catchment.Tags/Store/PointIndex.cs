using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Catchment.Tags.Store;

/// <summary>Points by key, by id and in the order of their registration. Read without a lock; changed under the store's.</summary>
internal sealed class PointIndex
{
    private readonly ConcurrentDictionary<string, DataPoint> _byKey = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Guid, DataPoint> _byId = new();
    private readonly SortedDictionary<int, DataPoint> _inOrder = [];
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, DataPoint>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private DataPoint[]? _points = [];
    private int _count;
    private long _version;

    internal PointIndex() => _bySpan = _byKey.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Rises with every change.</summary>
    internal long Version => Volatile.Read(ref _version);

    internal int Count => Volatile.Read(ref _count);

    /// <summary>In the order of registration; made when it is asked for after a change.</summary>
    internal IReadOnlyList<DataPoint> Points
    {
        get
        {
            if (Volatile.Read(ref _points) is { } points)
                return points;
            lock (_gate)
            {
                points = [.. _inOrder.Values];
                Volatile.Write(ref _points, points);
                return points;
            }
        }
    }

    internal bool TryGet(string key, [MaybeNullWhen(false)] out DataPoint point) => _byKey.TryGetValue(key, out point);

    internal bool TryGet(ReadOnlySpan<char> key, [MaybeNullWhen(false)] out DataPoint point) => _bySpan.TryGetValue(key, out point);

    internal bool TryGet(Guid id, [MaybeNullWhen(false)] out DataPoint point) => _byId.TryGetValue(id, out point);

    internal void Add(DataPoint point)
    {
        // The version rises last: who notes that a key is missing notes with which version it looked.
        _byId[point.Definition.Id] = point;
        _byKey[point.Key] = point;
        lock (_gate)
        {
            _inOrder.Add(point.Ordinal, point);
            Changed();
        }
    }

    internal void Remove(DataPoint point)
    {
        _byKey.TryRemove(point.Key, out _);
        _byId.TryRemove(point.Definition.Id, out _);
        lock (_gate)
        {
            _inOrder.Remove(point.Ordinal);
            Changed();
        }
    }

    /// <summary>A definition has changed.</summary>
    internal void Touch()
    {
        lock (_gate)
            Volatile.Write(ref _version, _version + 1);
    }

    private void Changed()
    {
        Volatile.Write(ref _points, null);
        Volatile.Write(ref _count, _inOrder.Count);
        Volatile.Write(ref _version, _version + 1);
    }
}
