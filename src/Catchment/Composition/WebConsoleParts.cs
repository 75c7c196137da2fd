using Catchment.Cameras.Catalog;
using Catchment.Cameras.Hub;
using Catchment.Cameras.Retention;
using Catchment.Core.Live;
using Catchment.WebConsole;

namespace Catchment.Composition;

/// <summary>What the console shows of a node.</summary>
internal static class WebConsoleParts
{
    internal static ConsoleParts Of(NodeConfiguration configuration, HubCatalogParts catalog, LiveFeed feed, DiskForecaster disk, RecordingParts? recordings, FileParts? files, WebConsole.TelemetryParts? telemetry, TagParts? tags) => new()
    {
        Node = configuration.Name,
        Catalog = new CameraCatalog(catalog.Home),
        Board = catalog.Board,
        Live = feed,
        ImagesFolder = HubFolders.Images(configuration.Hub!),
        ArchiveFolders = configuration.Hub!.Retention.Archives,
        Recordings = recordings,
        Files = files,
        Telemetry = telemetry,
        Tags = tags,
        Disk = () => disk.Current is { } forecast ? Disk(forecast) : null,
    };

    internal static ConsoleDisk Disk(DiskForecast forecast) => new(
        forecast.FreeBytes, forecast.TotalBytes, forecast.BytesPerDay, forecast.DaysLeft is { } days ? forecast.Made.AddDays(days) : null, forecast.Text);
}
