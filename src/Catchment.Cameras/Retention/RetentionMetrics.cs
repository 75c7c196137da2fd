using Catchment.Core.Diagnostics;

namespace Catchment.Cameras.Retention;

/// <summary>The retention's numbers: those that every service has, frames archived, bytes that left, the last round.</summary>
public sealed class RetentionMetrics
{
    /// <summary>The service's name in metrics, logs and status.</summary>
    public const string Service = "retention";

    private readonly StripedCounter[] _discards;
    private readonly StripedCounter[] _errors;
    private readonly StripedCounter _archived = new();
    private readonly StripedCounter _archivedBytes = new();
    private readonly StripedCounter _removedBytes = new();
    private readonly ServiceMetrics _metrics;
    private double _round;
    private long _frameBytes;

    /// <summary>Makes or finds the retention's numbers in a node's.</summary>
    public RetentionMetrics(NodeMetrics node)
    {
        var metrics = _metrics = node.ForService(Service, Labels<RetentionReason>(), Labels<RetentionTrouble>());
        _discards = [.. Labels<RetentionReason>().Select(l => metrics.Discarded[l])];
        _errors = [.. Labels<RetentionTrouble>().Select(l => metrics.Errors[l])];
        metrics.Meter.CreateObservableCounter("catchment_retention_archived_total", () => _archived.Value, description: "Frames that were moved to an archive.");
        metrics.Meter.CreateObservableCounter("catchment_retention_archived_bytes_total", () => _archivedBytes.Value, description: "Bytes of the frames that were moved to an archive.");
        metrics.Meter.CreateObservableCounter("catchment_retention_removed_bytes_total", () => _removedBytes.Value, description: "Bytes of the frames that were removed.");
        metrics.Meter.CreateObservableGauge("catchment_retention_round_seconds", () => Volatile.Read(ref _round), description: "How long the last round took.");
        metrics.Meter.CreateObservableGauge("catchment_retention_frame_bytes", () => Volatile.Read(ref _frameBytes), description: "Bytes of all frames at the last round.");
    }

    /// <summary>Frames were looked at (received); those that leave are archived (sent) or removed (discarded).</summary>
    internal void Looked(long frames, long bytes)
    {
        _metrics.Received(frames);
        _metrics.Bytes(bytes);
    }

    /// <summary>A frame left.</summary>
    internal void Left(RetentionReason reason, bool archived, long bytes)
    {
        if (archived)
        {
            _metrics.Sent();
            _archived.Add(1);
            _archivedBytes.Add(bytes);
        }
        else
        {
            _discards[(int)reason].Add(1);
            _removedBytes.Add(bytes);
        }
    }

    /// <summary>Something was in the way.</summary>
    internal void Failed(RetentionTrouble trouble) => _errors[(int)trouble].Add(1);

    /// <summary>A round ended.</summary>
    internal void Round(TimeSpan took, long frameBytes)
    {
        Volatile.Write(ref _round, took.TotalSeconds);
        Volatile.Write(ref _frameBytes, frameBytes);
    }

    private static IEnumerable<string> Labels<T>()
        where T : struct, Enum => Enum.GetValues<T>().Select(v => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(v.ToString()));
}
