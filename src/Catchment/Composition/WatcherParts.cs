using Catchment.Cameras.Recordings;
using Catchment.Cameras.Watcher;
using Catchment.Cameras.Watcher.Outposts;
using Catchment.Core.Hosting;

namespace Catchment.Composition;

/// <summary>The watcher, with the catalog of what it records and with what prunes it.</summary>
internal sealed class WatcherParts : INodeParts
{
    private readonly EventPruning _pruning;
    private readonly RecordingsParts _recordings;

    private WatcherParts(NodeRoom room, RecordedEvents events, RecordingsParts recordings)
    {
        var configuration = room.Configuration;
        var settings = configuration.Watcher!;
        _recordings = recordings;
        _pruning = EventPruning.BesideWatcher(configuration);
        var board = new OutpostBoard(room.Feed);
        var parts = new WatcherServiceParts(
            new WatcherMetrics(room.Metrics),
            board,
            [recordings.Listener],
            room.Feed,
            made => new WatcherWork(made, events.Files, _pruning.Faces, configuration.SentinelLog));
        Services =
        [
            new ServiceDefinition(WatcherMetrics.Service, () => new WatcherService(settings, parts, room.OwnState)),
            recordings.Service,
            _pruning.Service(room.Metrics),
        ];
        Shown = new WebConsole.RecordingParts { Catalog = recordings.Catalog, Files = events.Files, Desk = _pruning.Desk, Outposts = board };
    }

    /// <inheritdoc/>
    public IReadOnlyList<ServiceDefinition> Services { get; }

    /// <inheritdoc/>
    public Action<WebApplication>? MapWeb => null;

    /// <summary>What the console shows.</summary>
    internal WebConsole.RecordingParts Shown { get; }

    /// <summary>Puts them together; null: the catalog's folder cannot be had, and the user was told.</summary>
    internal static WatcherParts? Open(NodeRoom room)
    {
        var events = RecordedEvents.Of(room.Configuration)!;
        return events.Keep(room) is { } recordings ? new WatcherParts(room, events, recordings) : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _pruning.Dispose();
        _recordings.Dispose();
    }
}
