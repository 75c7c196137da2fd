using System.Runtime.InteropServices;
using Catchment.Tags.Store;

namespace Catchment.Tags.Board;

/// <summary>
/// Answers which tags stand where in a list that may have a hundred thousand. The order of the keys is kept and mended when tags come or go; an order that moves with
/// the values is made anew a second after the last at the earliest, so that somebody who scrolls through it costs little and sees each tag once.
/// </summary>
/// <param name="store">The live store.</param>
/// <param name="time">The clock.</param>
public sealed class TagBoard(TagStore store, TimeProvider time)
{
    /// <summary>How long an order that moves with the values is good for.</summary>
    public static readonly TimeSpan Settled = TimeSpan.FromSeconds(1);

    private const int MostKept = 16;

    private static readonly Comparer<DataPoint> Keys = Comparer<DataPoint>.Create(static (a, b) =>
        string.Compare(a.Key, b.Key, StringComparison.OrdinalIgnoreCase) is var order and not 0 ? order : string.CompareOrdinal(a.Key, b.Key));

    private readonly Lock _gate = new();
    private readonly LinkedList<Selection> _kept = new(); // used last first
    private DataPoint[] _byKey = [];
    private long _membership = -1;
    private int _newest = -1;

    /// <summary>The store that it tells of.</summary>
    public TagStore Store => store;

    /// <summary>A part of a list.</summary>
    /// <param name="filter">The list.</param>
    /// <param name="isReversed">It is wanted from its end.</param>
    /// <param name="offset">How many are passed over.</param>
    /// <param name="limit">How many are told at most.</param>
    public TagWindow Window(TagFilter filter, bool isReversed, int offset, int limit)
    {
        ArgumentNullException.ThrowIfNull(filter);
        lock (_gate)
        {
            var found = Select(filter).Points;
            var first = Math.Min(offset, found.Length);
            var points = new DataPoint[Math.Min(limit, found.Length - first)];
            for (var i = 0; i < points.Length; i++)
                points[i] = isReversed ? found[^(first + i + 1)] : found[first + i];
            return new TagWindow(points, first, found.Length, _byKey.Length, _membership);
        }
    }

    private Selection Select(TagFilter filter)
    {
        Mend();
        var now = time.GetUtcNow();
        var node = _kept.First;
        while (node is not null && node.Value.Filter != filter)
            node = node.Next;
        if (node is not null)
        {
            _kept.Remove(node);
            var kept = node.Value;
            if (kept.Membership == _membership && (!filter.IsMoving || kept.Version == store.Version || now - kept.Made < Settled))
                return _kept.AddFirst(kept).Value;
        }

        var version = store.Version;
        var selection = new Selection(filter, Make(filter, now), _membership, version, now);
        _kept.AddFirst(selection);
        if (_kept.Count > MostKept)
            _kept.RemoveLast();
        return selection;
    }

    /// <summary>Brings the order of the keys up to date: what is new is sorted and merged in, what is gone left out.</summary>
    private void Mend()
    {
        var version = store.MembershipVersion; // before the points: those that come meanwhile are seen again at the next version
        if (version == _membership)
            return;
        var all = store.Points;
        var first = all.Count;
        while (first > 0 && all[first - 1].Ordinal > _newest)
            first--;
        var added = all.Skip(first).ToArray();
        Array.Sort(added, Keys);
        var merged = new List<DataPoint>(all.Count);
        var next = 0;
        foreach (var point in _byKey)
        {
            if (!point.IsRegistered)
                continue;
            while (next < added.Length && Keys.Compare(added[next], point) < 0)
                merged.Add(added[next++]);
            merged.Add(point);
        }

        merged.AddRange(added.AsSpan(next));
        (_byKey, _membership) = ([.. merged], version);
        if (all.Count > 0)
            _newest = Math.Max(_newest, all[^1].Ordinal);
    }

    private DataPoint[] Make(TagFilter filter, DateTimeOffset now)
    {
        IEnumerable<DataPoint> found = _byKey;
        if (filter.Search?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } words)
            found = found.Where(point => Array.TrueForAll(words, word => point.Key.Contains(word, StringComparison.OrdinalIgnoreCase)));
        if (!filter.IsMoving)
            return found is DataPoint[] all ? all : [.. found];

        var latest = filter.Older is { } age ? (now - DateTimeOffset.UnixEpoch - age).TotalSeconds : double.MaxValue;
        List<Place> places = [];
        foreach (var point in found)
        {
            var state = point.Read();
            if ((filter.Quality is null || state.Quality == filter.Quality) && state.Timestamp <= latest)
                places.Add(Place.Of(point, state, filter.Sort, places.Count));
        }

        places.Sort(Place.Compare);
        return [.. places.Select(static place => place.Point)];
    }

    private sealed record Selection(TagFilter Filter, DataPoint[] Points, long Membership, long Version, DateTimeOffset Made);

    /// <summary>What a point is sorted by; equal ones stay in the order of their keys.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Place(DataPoint Point, int Rank, double Number, string? Text, int Index)
    {
        public static Place Of(DataPoint point, in PointState state, TagSort sort, int index) => sort switch
        {
            TagSort.Age => new Place(point, 0, -state.Timestamp, null, index),
            TagSort.Quality => new Place(point, (int)state.Quality, 0, null, index),
            TagSort.Value => state.Value.Kind switch
            {
                TagValueKind.Text => new Place(point, 1, 0, state.Value.AsText, index),
                TagValueKind.Json => new Place(point, 2, 0, null, index),
                TagValueKind.Null => new Place(point, 3, 0, null, index),
                _ => new Place(point, 0, state.Value.TryGetNumber(out var number) ? number : 0, null, index),
            },
            _ => new Place(point, 0, 0, null, index),
        };

        public static int Compare(Place one, Place other) => one.Before(other);

        private int Before(Place other)
        {
            var order = Rank.CompareTo(other.Rank);
            if (order == 0)
                order = Number.CompareTo(other.Number);
            if (order == 0 && Text is not null)
                order = string.Compare(Text, other.Text, StringComparison.OrdinalIgnoreCase);
            return order == 0 ? Index.CompareTo(other.Index) : order;
        }
    }
}
