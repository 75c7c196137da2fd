namespace Catchment.Tags.Poller.Configuration;

/// <summary>Whether commands are selected before they are executed.</summary>
public enum Iec104Selection
{
    /// <summary>They are executed; what the station refuses so is selected, and executed then.</summary>
    Auto,

    /// <summary>They are selected.</summary>
    Always,

    /// <summary>They are not selected.</summary>
    Never,
}
