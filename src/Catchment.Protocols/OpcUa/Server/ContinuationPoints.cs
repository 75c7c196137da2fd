using System.Buffers.Binary;

namespace Catchment.Protocols.OpcUa.Server;

/// <summary>The continuation points of a session. Each is good for going on once. Source: OPC 10000-4, 7.9.</summary>
/// <typeparam name="TPoint">How far something has come.</typeparam>
internal sealed class ContinuationPoints<TPoint>
    where TPoint : struct
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ulong, (TPoint Point, long Request)> _points = [];
    private ulong _last;
    private long _requests;

    /// <summary>How many are kept.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _points.Count;
        }
    }

    /// <summary>A number for a request that is going to keep some.</summary>
    public long BeginRequest() => Interlocked.Increment(ref _requests);

    /// <summary>Keeps a point. When there is no room, the oldest of an earlier request goes.</summary>
    /// <param name="point">How far it has come.</param>
    /// <param name="request">The number of the request.</param>
    /// <param name="limit">How many are kept at most.</param>
    /// <returns>What the client calls it; null: the request's own take all the room.</returns>
    public byte[]? Keep(in TPoint point, long request, int limit)
    {
        lock (_gate)
        {
            if (_points.Count >= limit)
            {
                var earlier = _points.Where(p => p.Value.Request < request).Select(p => p.Key).DefaultIfEmpty().Min();
                if (earlier == 0)
                    return null;
                _points.Remove(earlier);
            }

            _points.Add(++_last, (point, request));
            var id = new byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(id, _last);
            return id;
        }
    }

    /// <summary>Takes a point out, to go on from it or to forget it.</summary>
    /// <param name="id">What the client calls it.</param>
    /// <param name="point">How far it has come.</param>
    public bool TryTake(byte[]? id, out TPoint point)
    {
        point = default;
        if (id is not { Length: sizeof(ulong) })
            return false;
        lock (_gate)
        {
            var found = _points.Remove(BinaryPrimitives.ReadUInt64LittleEndian(id), out var kept);
            point = kept.Point;
            return found;
        }
    }
}
