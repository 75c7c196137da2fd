using Catchment.Core.Hosting;
using Catchment.Telemetry.Following;
using Catchment.Telemetry.Query;
using Catchment.Telemetry.Schema;

namespace Catchment.Composition;

/// <summary>What the console shows of telemetry.</summary>
internal sealed class TelemetryBoardParts : INodeParts
{
    private readonly TelemetryBoard? _board;

    private TelemetryBoardParts(NodeRoom room)
    {
        var telemetry = room.Configuration.Telemetry;
        if (!telemetry.IsShown)
            return;
        _board = new TelemetryBoard(() => TelemetryDatabase.Open(telemetry.Address(room.Loggers.CreateLogger(TelemetryMetrics.Service)), TelemetryBoard.MostAtOnce), TimeProvider.System);
        Shown = new WebConsole.TelemetryParts { Board = _board };
    }

    /// <inheritdoc/>
    public IReadOnlyList<ServiceDefinition> Services => [];

    /// <inheritdoc/>
    public Action<WebApplication>? MapWeb => null;

    /// <summary>What is shown; null: the configuration names neither a source nor a database of telemetry.</summary>
    internal WebConsole.TelemetryParts? Shown { get; }

    /// <summary>Puts it together; nothing is opened before somebody looks.</summary>
    internal static TelemetryBoardParts Open(NodeRoom room) => new(room);

    /// <inheritdoc/>
    public void Dispose() => _board?.Dispose();
}
