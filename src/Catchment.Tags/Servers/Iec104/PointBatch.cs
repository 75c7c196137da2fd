using Catchment.Protocols.Iec104;
using Catchment.Protocols.Iec104.Server;

namespace Catchment.Tags.Servers.Iec104;

/// <summary>Collects points that are put together: the masters are woken once for many of them. For one caller at a time.</summary>
/// <param name="metrics">Counts.</param>
internal sealed class PointBatch(Iec104Metrics metrics)
{
    private readonly Iec104Point[] _points = new Iec104Point[256];
    private int _count;
    private int _station;
    private CauseOfTransmission _cause;

    /// <summary>Adds a point; others are put when they go to another station, for another cause, or when there are many.</summary>
    public void Add(Iec104Server server, int station, in Iec104Point point, CauseOfTransmission cause)
    {
        if (_count == _points.Length || (_count > 0 && (station != _station || cause != _cause)))
            Put(server);
        (_station, _cause) = (station, cause);
        _points[_count++] = point;
    }

    /// <summary>Puts what was collected.</summary>
    public void Put(Iec104Server server)
    {
        if (_count == 0)
            return;
        // What cannot be put keeps nothing else back.
        var count = _count;
        _count = 0;
        server.Put(_station, _points.AsSpan(0, count), _cause);
        metrics.Told(count);
    }
}
