using Catchment.Tags.Gateway;

namespace Catchment.Tags.Calculation;

/// <summary>Calculated tags as a part of the gateway.</summary>
public sealed class CalculationPart : BackgroundPart
{
    /// <summary>Makes the engine of the tags that were kept; it evaluates from the part's start on.</summary>
    /// <param name="room">What it shares with the others.</param>
    /// <param name="settings">What it runs with.</param>
    /// <param name="metrics">Its numbers.</param>
    public CalculationPart(GatewayRoom room, CalculationSettings settings, CalculationMetrics metrics)
        : base("calculation", room)
    {
        ArgumentNullException.ThrowIfNull(room);
        Engine = new CalculationEngine(room.Model.Calculations, room.Model.Store, settings, metrics, room.Time, Logger);
        room.Model.Add(Engine);
    }

    /// <summary>What the API asks.</summary>
    public CalculationEngine Engine { get; }

    /// <inheritdoc/>
    protected override Task RunAsync(CancellationToken stopping) => Engine.RunAsync(stopping);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Engine.Dispose();
        base.Dispose(disposing);
    }
}
