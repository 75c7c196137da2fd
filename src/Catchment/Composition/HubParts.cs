using Catchment.Cameras.Catalog;
using Catchment.Cameras.Hub;
using Catchment.Cameras.Retention;
using Catchment.Core.Hosting;
using Catchment.Core.Live;
using Catchment.WebConsole;

namespace Catchment.Composition;

/// <summary>The hub, with its catalog, its retention and the console.</summary>
internal sealed class HubParts : INodeParts
{
    private readonly CatalogHome _home;

    private HubParts(NodeRoom room, CatalogHome home, RecordingParts? recordings, FileParts? files, WebConsole.TelemetryParts? telemetry, TagParts? tags)
    {
        _home = home;
        var configuration = room.Configuration;
        var settings = configuration.Hub!;
        var metrics = new HubMetrics(room.Metrics);
        Catalog = new HubCatalogParts(configuration.Name, home, new CameraBoard(TimeProvider.System, room.Feed));
        Disk = new DiskForecaster(made => room.Feed.Publish(new LiveMessage(ConsoleDisk.Topic, "", WebConsoleParts.Disk(made))));
        Services =
        [
            new ServiceDefinition(HubMetrics.Service, () => new HubService(settings, metrics, Catalog, room.OwnState)),
            FrameRetention.Service(settings, new CatalogRetirement(home, settings.StateDirectory, Catalog.Board), Disk, room.Metrics),
        ];
        MapWeb = app => ConsoleRoutes.Map(app, WebConsoleParts.Of(configuration, Catalog, room.Feed, Disk, recordings, files, telemetry, tags));
    }

    /// <inheritdoc/>
    public IReadOnlyList<ServiceDefinition> Services { get; }

    /// <inheritdoc/>
    public Action<WebApplication>? MapWeb { get; }

    /// <summary>Frames and event messages of all times.</summary>
    internal HubCatalogParts Catalog { get; }

    /// <summary>How long the disk will last.</summary>
    internal DiskForecaster Disk { get; }

    /// <summary>Puts them together; null: the catalog's folder cannot be had, and the user was told.</summary>
    /// <param name="room">The process.</param>
    /// <param name="recordings">What the console shows of recorded events; null: nothing.</param>
    /// <param name="files">What it shows of tracked files; null: nothing.</param>
    /// <param name="telemetry">What it shows of telemetry; null: nothing.</param>
    /// <param name="tags">What it shows of tags; null: nothing.</param>
    internal static HubParts? Open(NodeRoom room, RecordingParts? recordings, FileParts? files = null, WebConsole.TelemetryParts? telemetry = null, TagParts? tags = null) =>
        Node.OpenCatalog(room.Configuration) is { } home ? new HubParts(room, home, recordings, files, telemetry, tags) : null;

    /// <inheritdoc/>
    public void Dispose() => _home.Dispose();
}
