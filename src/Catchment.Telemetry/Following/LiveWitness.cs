using Catchment.Telemetry.Inventory;

namespace Catchment.Telemetry.Following;

/// <summary>Who looks on at the live process; one that throws is a kill at that moment.</summary>
internal sealed record LiveWitness
{
    /// <summary>Nobody.</summary>
    internal static LiveWitness None { get; } = new();

    /// <summary>Told of each moment.</summary>
    internal Action<LiveMoment> Reached { get; init; } = _ => { };

    /// <summary>Told behind each turn of a device.</summary>
    internal Action<string> Read { get; init; } = _ => { };

    /// <summary>Told at the end of each inventory.</summary>
    internal Action<InventoryReport> Inventoried { get; init; } = _ => { };
}
