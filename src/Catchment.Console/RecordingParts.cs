using Catchment.Cameras.Events;
using Catchment.Cameras.Recordings;
using Catchment.Cameras.Video;
using Catchment.Cameras.Watcher;

namespace Catchment.WebConsole;

/// <summary>What the console shows of recorded events.</summary>
public sealed record RecordingParts
{
    /// <summary>Recorded events of all times.</summary>
    public required IRecordingCatalog Catalog { get; init; }

    /// <summary>Their indexes, tracking sets and pictures.</summary>
    public required IEventFiles Files { get; init; }

    /// <summary>Keeps and deletes them.</summary>
    public required IEventDesk Desk { get; init; }

    /// <summary>What every outpost sent last; null: no watcher runs here, and there is no page of outposts.</summary>
    public IOutpostBoard? Outposts { get; init; }

    /// <summary>How films of events are made.</summary>
    public EventVideoOptions Video { get; init; } = new();
}
