namespace Catchment.Cameras.Hub;

/// <summary>What the hub writes. Each has its own place on the disk, so one may fail while the others work.</summary>
internal enum HubWrite
{
    /// <summary>Pictures, in <c>images</c>.</summary>
    Frames,

    /// <summary>Lines of <c>imagehub.log</c>, in <c>logs</c>.</summary>
    Events,

    /// <summary>What the hub remembers over a restart.</summary>
    State,
}
