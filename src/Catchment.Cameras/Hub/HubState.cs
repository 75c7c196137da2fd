namespace Catchment.Cameras.Hub;

/// <summary>What the hub remembers over a restart: <c>hub.json</c> in its state folder.</summary>
public sealed record HubState
{
    /// <summary>The file's name.</summary>
    public const string FileName = "hub.json";

    /// <summary>Days whose folders were written to since the last sweep: there, and only there, a kill may have left temporary files.</summary>
    public IReadOnlyList<DateOnly> OpenDays { get; init; } = [];

    /// <summary>The daily cap.</summary>
    public CapState? Cap { get; init; }
}

