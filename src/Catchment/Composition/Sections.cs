using Catchment.Cameras.Hub;
using Catchment.Cameras.Pump;
using Catchment.Cameras.Watcher;
using Catchment.Core.Configuration;
using Catchment.Files.Settings;
using Catchment.Tags.Settings;
using Catchment.Telemetry.Settings;

namespace Catchment.Composition;

/// <summary>All that may be configured: the sections of <c>catchment.yaml</c>, and the originals' files.</summary>
internal static class Sections
{
    /// <summary>ImageHub's file.</summary>
    internal static OriginalFile ImageHub { get; } = new()
    {
        FileName = "imagehub.yaml",
        Section = "hub",
        TopKeys = ["hub"],
        NestedUnder = "hub",
        IgnoresUnknownKeys = true,
    };

    /// <summary>DataPump's file.</summary>
    internal static OriginalFile DataPump { get; } = new()
    {
        FileName = "datapump.yaml",
        Section = "pump",
        TopKeys = ["control_port", "camwatcher", "imagefolder", "datafolder", "facefile", "logconfig"],
        IgnoresUnknownKeys = true,
    };

    /// <summary>CamWatcher's file.</summary>
    internal static OriginalFile CamWatcher { get; } = new()
    {
        FileName = "camwatcher.yaml",
        Section = "watcher",
        TopKeys = ["control_port", "datapump_port", "outpost_nodes", "sentinel", "data", "facefile", "logconfigs"],
        IgnoresUnknownKeys = true,
    };

    /// <summary>The section of telemetry.</summary>
    internal static SectionDefinition Telemetry { get; } =
        new(TelemetryOptions.Section, typeof(TelemetryOptions), "Telemetry and the inventory of files (the place of xtelemdb and dbIngest).");

    internal static ConfigurationCatalogue Catalogue { get; } = new(
        [
            new SectionDefinition("", typeof(NodeOptions), "The node."),
            new SectionDefinition("database", typeof(DatabaseSection), "Catchment's own catalog and state."),
            new SectionDefinition("logging", typeof(LoggingOptions), "Logs of every service."),
            new SectionDefinition("web", typeof(WebOptions), "HTTP: metrics, health, status."),
            new SectionDefinition("otlp", typeof(TelemetryExportOptions), "Export of metrics over OTLP."),
            new SectionDefinition("hub", typeof(HubOptions), "The hub: takes in frames and event messages of camera nodes (ImageHub's place)."),
            new SectionDefinition("watcher", typeof(WatcherOptions), "The watcher: records the events of outposts (SentinelCam's camwatcher's place)."),
            new SectionDefinition("pump", typeof(PumpOptions), "The pump: serves recorded events to DataFeed clients (SentinelCam's datapump's place)."),
            new SectionDefinition(FilesOptions.Section, typeof(FilesOptions), "The file services: finder, ingester and backfill (the endpoint manager's place)."),
            Telemetry,
            new SectionDefinition(GatewayOptions.Section, typeof(GatewayOptions), "The tag gateway: live values for every protocol (Data-Service's place)."),
            new SectionDefinition(SyncOptions.Section, typeof(SyncOptions), "The sync: copies polled tags into the gateway (the Data-Service sync's place)."),
        ],
        [ImageHub, DataPump, CamWatcher, .. EndpointFiles.All, TelemetryFiles.Configuration]);
}
