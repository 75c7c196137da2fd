using System.Net;
using Catchment.Cameras.Hub;
using Catchment.Cameras.Pump;
using Catchment.Cameras.Watcher;
using Catchment.Composition;
using Catchment.Core.Hosting;
using Catchment.Files.Finder;
using Catchment.Files.Ingester;
using Catchment.Files.Tables;
using Catchment.Protocols.ZeroMq;
using Catchment.Tags.Gateway;
using Catchment.Tags.Servers;
using Catchment.Tags.Servers.OpcUa;
using Catchment.Tags.Servers.Snmp;
using Catchment.Telemetry.Following;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Doctor;

/// <summary>What the services of a configuration listen on, write to, and go to.</summary>
internal static class Inventory
{
    private static readonly string[] TelemetryTables = ["file_origins", "file_replicas", "file_ingest_times", "telem"];

    /// <summary>All ports.</summary>
    internal static IEnumerable<Listener> Listeners(ExaminedNode node)
    {
        var configuration = node.Configuration;
        var all = new List<Listener?>();
        if (node.Has(HubMetrics.Service))
            all.AddRange(configuration.Hub!.Listen.Select(one => Of(HubMetrics.Service, "hub.listen", ExaminedNode.AddressOf(one))));
        if (node.Has(WatcherMetrics.Service))
            all.AddRange(configuration.Watcher!.Listen.Select(one => Of(WatcherMetrics.Service, configuration.IsCamWatcher ? "control_port" : "watcher.listen", ExaminedNode.AddressOf(one))));
        if (node.Has(PumpMetrics.Service))
            all.AddRange(configuration.Pump!.Listen.Select(one => Of(PumpMetrics.Service, configuration.IsDataPump ? "control_port" : "pump.listen", ExaminedNode.AddressOf(one))));
        if (node.Has(GatewayMetrics.Service))
            all.AddRange(OfGateway(configuration));
        all.AddRange((configuration.IsOriginal ? configuration.WebWhenSet : configuration.Web).Select(static web => Of("web", "web.listen", ExaminedNode.AddressOf(web.Host, web.Port))));
        return all.OfType<Listener>();
    }

    /// <summary>All folders that services work in.</summary>
    internal static IEnumerable<UsedFolder> Folders(ExaminedNode node)
    {
        var configuration = node.Configuration;
        if (node.Has(HubMetrics.Service))
        {
            yield return new UsedFolder(HubMetrics.Service, configuration.Hub!.DataDirectory, IsMade: true);
            yield return new UsedFolder(HubMetrics.Service, configuration.Hub.StateDirectory, IsMade: true);
        }

        if (node.Has(WatcherMetrics.Service))
        {
            yield return new UsedFolder(WatcherMetrics.Service, configuration.Watcher!.Folders.Csv, IsMade: true);
            yield return new UsedFolder(WatcherMetrics.Service, configuration.Watcher.Folders.Images, IsMade: true);
            yield return new UsedFolder(WatcherMetrics.Service, configuration.Watcher.StateDirectory, IsMade: true);
        }

        if (node.Has(PumpMetrics.Service))
        {
            var isMade = node.Has(WatcherMetrics.Service); // by it
            yield return new UsedFolder(PumpMetrics.Service, configuration.Pump!.Folders.Csv, IsMade: isMade, IsWritten: false);
            yield return new UsedFolder(PumpMetrics.Service, configuration.Pump.Folders.Images, IsMade: isMade, IsWritten: false);
            yield return new UsedFolder(PumpMetrics.Service, configuration.Pump.StateDirectory, IsMade: true);
        }

        if (configuration.Files.Finder is { } finder)
        {
            yield return new UsedFolder(FinderMetrics.Service, finder.Source, IsMade: false);
            yield return new UsedFolder(FinderMetrics.Service, finder.Storage, IsMade: false);
        }

        if (configuration.Files.Ingester?.Storage is { } storage)
            yield return new UsedFolder(IngesterMetrics.Service, storage, IsMade: false, IsWritten: false);
        if (node.Has(TelemetryMetrics.Service))
            yield return new UsedFolder(TelemetryMetrics.Service, configuration.Telemetry.NamedTelemDir ?? configuration.Telemetry.Options.TelemDir, IsMade: false, IsWritten: false);
        if (node.Has(GatewayMetrics.Service))
            yield return new UsedFolder(GatewayMetrics.Service, configuration.GatewayStateDirectory, IsMade: true);
        if (configuration.Logging.File is { } log && Path.GetDirectoryName(Path.GetFullPath(log)) is { } logs)
            yield return new UsedFolder("logging", logs, IsMade: true);
    }

    /// <summary>Files that passwords are read from.</summary>
    internal static IEnumerable<(string Service, string Path)> SecretFiles(ExaminedNode node)
    {
        var telemetry = node.Configuration.Telemetry;
        if (telemetry.IsShown)
            yield return (TelemetryMetrics.Service, Path.GetFullPath(telemetry.Options.Database.PasswordFile));
    }

    /// <summary>All programs that services go to.</summary>
    internal static IEnumerable<Peer> Peers(ExaminedNode node)
    {
        var configuration = node.Configuration;
        var loaded = configuration.Loaded;
        if (node.Has(HubMetrics.Service))
        {
            foreach (var publisher in configuration.Hub!.Subscribe)
                yield return Of(HubMetrics.Service, "hub.subscribe", "the publisher of frames", publisher);
        }

        if (node.Has(WatcherMetrics.Service))
        {
            var watcher = configuration.Watcher!;
            foreach (var camera in watcher.Cameras)
                yield return Of(WatcherMetrics.Service, "outpost_nodes", $"the outpost {camera.Node}", camera.Logger);
            if (watcher.SentinelRequests is { } requests)
                yield return Of(WatcherMetrics.Service, "sentinel.requests", "the sentinel", requests);
            if (watcher.SentinelPublisher is { } publisher)
                yield return Of(WatcherMetrics.Service, "sentinel.publisher", "the sentinel", publisher);
            if (watcher.Pump is { } pump && !node.Has(PumpMetrics.Service))
                yield return Of(WatcherMetrics.Service, "pump", "the pump (datapump)", pump);
        }

        if (node.Has(PumpMetrics.Service) && !node.Has(WatcherMetrics.Service))
            yield return Of(PumpMetrics.Service, "camwatcher", "the watcher (camwatcher)", configuration.Pump!.Watcher);
        if (node.Has(GatewayMetrics.Service))
        {
            var gateway = configuration.GatewayOptions(isAlone: true);
            if (gateway.Mqtt.IsEnabled)
                yield return new Peer(GatewayMetrics.Service, "gateway.mqtt.host", "the MQTT broker", gateway.Mqtt.Host, gateway.Mqtt.Port, loaded.IsSet("gateway.mqtt.host"));
            if (gateway.Polling.ToSettings(gateway.Poller) is not null && Uri.TryCreate(gateway.Polling.BaseUrl, UriKind.Absolute, out var polling) && !gateway.Poller.Serves(polling))
                yield return new Peer(GatewayMetrics.Service, "gateway.polling.base_url", "the polling service", polling.Host, polling.Port, loaded.IsSet("gateway.polling.base_url"));
        }

        if (configuration.Files.Notifications is { Webhook: var webhook })
            yield return new Peer("files", "files.notifications.webhook", "the webhook of notifications", webhook.Host, webhook.Port);
        if (configuration.Otlp is { Endpoint: var collector })
            yield return new Peer("otlp", "otlp.endpoint", "the collector of metrics", collector.Host, collector.Port);
    }

    /// <summary>All databases.</summary>
    internal static IEnumerable<UsedDatabase> Databases(ExaminedNode node)
    {
        var configuration = node.Configuration;
        if (node.Has(HubMetrics.Service))
            yield return new UsedDatabase(HubMetrics.Service, configuration.CatalogUrl, [], null);
        foreach (var (service, settings) in new[] { (FinderMetrics.Service, configuration.Files.Finder?.Database), (IngesterMetrics.Service, configuration.Files.Ingester?.Database) })
        {
            if (settings is not null)
                yield return new UsedDatabase(service, settings.Url, [.. new[] { settings.Files, settings.Events }.OfType<TableName>().Select(static table => table.ToString())], $"catchment files setup {configuration.Loaded.FilePath}");
        }

        if (configuration.Telemetry.IsShown)
            yield return new UsedDatabase(TelemetryMetrics.Service, configuration.Telemetry.Address(NullLogger.Instance), TelemetryTables, configuration.Telemetry.IsOriginal || configuration.Loaded.FilePath is null ? "xtelemdb setup" : $"catchment xtelemdb setup -c {configuration.Loaded.FilePath}");
    }

    private static IEnumerable<Listener?> OfGateway(NodeConfiguration configuration)
    {
        var gateway = configuration.GatewayOptions(isAlone: true);
        return
        [
            .. (gateway.Http.Listen ?? []).Select(static text => Of("gateway.http.listen", WebEndpoint.Parse(text))),
            .. gateway.Poller.Config is null ? [] : (gateway.Poller.Listen ?? []).Select(static text => Of("gateway.poller.listen", WebEndpoint.Parse(text))),
            .. gateway.Modbus.Enabled ? gateway.Modbus.Listen.Select(static text => Of(GatewayMetrics.Service, "gateway.modbus.listen", ServerEndpoint.Parse(text))) : [],
            .. gateway.Iec104.Enabled ? gateway.Iec104.Listen.Select(static text => Of(GatewayMetrics.Service, "gateway.iec104.listen", ServerEndpoint.Parse(text))) : [],
            .. gateway.Snmp.Enabled ? gateway.Snmp.Listen.Select(static text => Of(GatewayMetrics.Service, "gateway.snmp.listen", SnmpListen.Parse(text), isUdp: true)) : [],
            .. gateway.OpcUa.Enabled ? gateway.OpcUa.Listen.Select(static text => Of(GatewayMetrics.Service, "gateway.opcua.listen", OpcUaListen.Parse(text))) : [],
        ];
    }

    private static Listener? Of(string key, WebEndpoint endpoint) => Of(GatewayMetrics.Service, key, ExaminedNode.AddressOf(endpoint.Host, endpoint.Port));

    private static Listener? Of(string service, string key, IPEndPoint? endpoint, bool isUdp = false) => endpoint is null or { Port: 0 } ? null : new Listener(service, key, endpoint, isUdp);

    private static Peer Of(string service, string key, string what, ZmqEndpoint endpoint) => new(service, key, what, endpoint.Host, endpoint.Port);
}
