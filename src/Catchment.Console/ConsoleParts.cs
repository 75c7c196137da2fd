using Catchment.Cameras.Catalog;
using Catchment.Cameras.Watcher;
using Catchment.Core.Live;

namespace Catchment.WebConsole;

/// <summary>What the console shows: the node's own parts, handed to <see cref="ConsoleRoutes"/>.</summary>
public sealed record ConsoleParts
{
    /// <summary>The node's name.</summary>
    public required string Node { get; init; }

    /// <summary>Frames and event messages of all times.</summary>
    public required ICameraCatalog Catalog { get; init; }

    /// <summary>What every camera sent last.</summary>
    public required ICameraBoard Board { get; init; }

    /// <summary>What has just happened. The console knows the topics of <see cref="ICameraBoard"/> and <see cref="IOutpostBoard"/>, of the node's services, <see cref="Catchment.Files.Catalog.FileBoard.Topic"/> and <see cref="ConsoleDisk.Topic"/>.</summary>
    public required LiveFeed Live { get; init; }

    /// <summary>The hub's folder of frames.</summary>
    public required string ImagesFolder { get; init; }

    /// <summary>Folders with the same day folders, for frames that are no longer in <see cref="ImagesFolder"/>.</summary>
    public IReadOnlyList<string> ArchiveFolders { get; init; } = [];

    /// <summary>How long the disk will last; null, or an answer of null: nobody knows.</summary>
    public Func<ConsoleDisk?>? Disk { get; init; }

    /// <summary>Recorded events of outposts; null: this node has none, and neither routes nor pages of them.</summary>
    public RecordingParts? Recordings { get; init; }

    /// <summary>Tracked files; null: this node has none, and neither routes nor pages of them.</summary>
    public FileParts? Files { get; init; }

    /// <summary>Telemetry; null: this node has none, and neither routes nor pages of it.</summary>
    public TelemetryParts? Telemetry { get; init; }

    /// <summary>Tags; null: this node has no gateway, and neither routes nor pages of it.</summary>
    public TagParts? Tags { get; init; }

    /// <summary>The clock of heartbeats and of the node's local time.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where the built front end lies; by default <c>console</c> beside the program.</summary>
    public string PagesFolder { get; init; } = Path.Combine(AppContext.BaseDirectory, "console");

    /// <summary>Browsers and programs that may watch the live stream at once; a further one is answered 503.</summary>
    public int MostWatchers { get; init; } = 64;
}
