namespace Catchment.Cameras.Pump;

/// <summary>What a request asks for.</summary>
/// <remarks>Source: the camera specification, 6.2.</remarks>
public enum PumpCommand
{
    /// <summary>No command that there is.</summary>
    Unknown,

    /// <summary>The days that have data.</summary>
    Dat,

    /// <summary>A day's index.</summary>
    Idx,

    /// <summary>A tracking set.</summary>
    Evt,

    /// <summary>The times of an event's pictures.</summary>
    Img,

    /// <summary>A picture.</summary>
    Pic,

    /// <summary>Delete an event.</summary>
    Del,

    /// <summary>Health check.</summary>
    Hc,

    /// <summary>News of an event, from the watcher; our own.</summary>
    Event,
}
