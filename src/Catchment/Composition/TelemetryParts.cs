using Catchment.Core.Hosting;
using Catchment.Core.Recording;
using Catchment.Telemetry.Following;

namespace Catchment.Composition;

/// <summary>The live process of telemetry.</summary>
internal sealed class TelemetryParts : INodeParts
{
    private readonly StateFolder? _state;
    private readonly TelemetrySink _sink = new();

    private TelemetryParts(NodeRoom room, LiveSettings settings, StateFolder? state)
    {
        _state = state;
        var metrics = new TelemetryMetrics(room.Metrics, TimeProvider.System);
        var folder = (room.OwnState ?? state!).FullPath;
        Services =
        [
            new ServiceDefinition(TelemetryMetrics.Service, () =>
            {
                var service = new TelemetryService(settings, folder, metrics) { Sink = _sink };
                return room.End is { } end ? new AloneService(service, end, endsWhenAway: false) : service;
            }),
            .. room.Configuration.Telemetry.Options.RecordStatistics is { } every
                ? [new ServiceDefinition(StatisticsRecorder.Service, () => new StatisticsRecorder(_sink, room.Metrics, room.Configuration.Name, every))]
                : Array.Empty<ServiceDefinition>(),
        ];
    }

    /// <inheritdoc/>
    public IReadOnlyList<ServiceDefinition> Services { get; }

    /// <inheritdoc/>
    public Action<WebApplication>? MapWeb => null;

    /// <summary>What others record beside the devices' entries.</summary>
    internal ITelemetrySink Sink => _sink;

    /// <summary>Puts them together; null: the database's address is none, or the state folder cannot be had, and the user was told.</summary>
    internal static TelemetryParts? Open(NodeRoom room)
    {
        var telemetry = room.Configuration.Telemetry;
        try
        {
            var settings = telemetry.ResolveLive(room.Loggers.CreateLogger(TelemetryMetrics.Service));
            return new TelemetryParts(room, settings, room.OwnState is null ? telemetry.ClaimState() : null);
        }
        catch (Exception e) when (e is FormatException or StateFolderException)
        {
            StartTrouble.Tell(e);
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sink.Dispose();
        _state?.Dispose();
    }
}
