namespace Catchment.Telemetry.Following;

/// <summary>What can be in the live process's way.</summary>
public enum TelemetryTrouble
{
    /// <summary>The database is away.</summary>
    Database,

    /// <summary>The folder of the followed files, or one of them, cannot be read.</summary>
    Followed,

    /// <summary>Not every data folder can be watched.</summary>
    Watch,

    /// <summary>The inventory could not be finished.</summary>
    Inventory,
}
