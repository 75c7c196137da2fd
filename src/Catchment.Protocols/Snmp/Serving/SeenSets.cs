using System.Buffers.Binary;

namespace Catchment.Protocols.Snmp.Serving;

/// <summary>
/// The signed SetRequests that were carried out while they are in the time window: who sends the very same bytes again is not the one
/// that signed them, for that one numbers each message anew.
/// </summary>
/// <param name="most">So many are remembered, the newest.</param>
internal sealed class SeenSets(int most)
{
    /// <summary>A message is in the window from 150 s before its own time to 150 s after.</summary>
    private const int Window = 300;

    private readonly Lock _gate = new();
    private readonly HashSet<(ulong, uint)> _seen = [];
    private readonly Queue<((ulong, uint) Signature, int Time)> _order = [];

    /// <summary>Remembers a message by its signature.</summary>
    /// <param name="signature">The signature: at least twelve bytes.</param>
    /// <param name="now">The engine's time in seconds.</param>
    /// <returns>Whether it is new.</returns>
    internal bool TryAdd(ReadOnlySpan<byte> signature, int now)
    {
        var key = (BinaryPrimitives.ReadUInt64BigEndian(signature), BinaryPrimitives.ReadUInt32BigEndian(signature[8..]));
        lock (_gate)
        {
            while (_order.TryPeek(out var oldest) && (_order.Count >= most || now - oldest.Time > Window))
                _seen.Remove(_order.Dequeue().Signature);
            if (!_seen.Add(key))
                return false;
            _order.Enqueue((key, now));
            return true;
        }
    }
}
