using System.Net;
using System.Reflection;
using Catchment.Cameras.Catalog;
using Catchment.Cameras.Hub;
using Catchment.Cameras.Pump;
using Catchment.Cameras.Watcher;
using Catchment.Core.Configuration;
using Catchment.Core.Diagnostics;
using Catchment.Core.Hosting;
using Catchment.Core.Live;
using Catchment.Core.Storage;
using Catchment.Files.Finder;
using Catchment.Files.Ingester;
using Catchment.Tags.Gateway;
using Catchment.Tags.Servers;
using Catchment.Tags.Servers.OpcUa;
using Catchment.Tags.Servers.Snmp;
using Catchment.Tags.Settings;
using Catchment.Tags.Sync.Statistics;
using Catchment.Telemetry.Following;
using Catchment.WebConsole;

namespace Catchment.Composition;

/// <summary>Puts a node together and runs it: all services, or one.</summary>
internal static partial class Node
{
    private const int Failed = 1;

    /// <summary>The program's version.</summary>
    internal static string Version { get; } =
        typeof(Node).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Runs all services, with the HTTP endpoint.</summary>
    internal static Task<int> UpAsync(NodeConfiguration configuration) => RunAsync(configuration, new NodeRun
    {
        SocketName = "node",
        Web = configuration.Web,
        ClaimState = () => StateFolder.Open(configuration.StateDirectory),
        Assemble = Everything,
    });

    /// <summary>Runs the hub as a process of its own.</summary>
    internal static Task<int> HubAsync(NodeConfiguration configuration) => RunAsync(configuration, new NodeRun
    {
        SocketName = HubMetrics.Service,
        Web = configuration.WebWhenSet,
        ClaimState = () =>
        {
            HubFolders.Make(configuration.Hub!);
            return StateFolder.Open(configuration.Hub!.StateDirectory);
        },
        IsAlone = true,
        Assemble = room => HubParts.Open(room, null),
    });

    /// <summary>Runs the watcher as a process of its own.</summary>
    internal static Task<int> WatcherAsync(NodeConfiguration configuration) => RunAsync(configuration, new NodeRun
    {
        SocketName = WatcherMetrics.Service,
        Web = configuration.WebWhenSet,
        ClaimState = () => StateFolder.Open(configuration.Watcher!.StateDirectory),
        IsAlone = true,
        Assemble = WatcherParts.Open,
    });

    /// <summary>Runs the pump as a process of its own.</summary>
    internal static Task<int> PumpAsync(NodeConfiguration configuration) => RunAsync(configuration, new NodeRun
    {
        SocketName = PumpMetrics.Service,
        Web = configuration.WebWhenSet,
        ClaimState = () => StateFolder.Open(configuration.Pump!.StateDirectory),
        IsAlone = true,
        Assemble = PumpParts.Open,
    });

    /// <summary>Runs the finder as a process of its own.</summary>
    internal static Task<int> FinderAsync(NodeConfiguration configuration, Action<ILoggerFactory>? tellFirst = null, CancellationToken stop = default) => RunAsync(configuration, new NodeRun
    {
        SocketName = FinderMetrics.Service,
        Web = configuration.WebWhenSet,
        ClaimState = () => configuration.Files.ClaimState(FinderMetrics.Service),
        IsAlone = true,
        TellFirst = tellFirst,
        Stop = stop,
        Assemble = FinderParts.Open,
    });

    /// <summary>Runs the ingester as a process of its own.</summary>
    internal static Task<int> IngesterAsync(NodeConfiguration configuration, Action<ILoggerFactory>? tellFirst = null, CancellationToken stop = default) => RunAsync(configuration, new NodeRun
    {
        SocketName = IngesterMetrics.Service,
        Web = configuration.WebWhenSet,
        ClaimState = () => configuration.Files.ClaimState(IngesterMetrics.Service),
        IsAlone = true,
        TellFirst = tellFirst,
        Stop = stop,
        Assemble = IngesterParts.Open,
    });

    /// <summary>Runs the live process of telemetry as a process of its own.</summary>
    internal static Task<int> TelemetryAsync(NodeConfiguration configuration) => RunAsync(configuration, new NodeRun
    {
        SocketName = TelemetryMetrics.Service,
        Web = configuration.WebWhenSet,
        ClaimState = configuration.Telemetry.ClaimState,
        IsAlone = true,
        Assemble = TelemetryParts.Open,
    });

    /// <summary>Runs the tag gateway as a process of its own.</summary>
    internal static Task<int> GatewayAsync(NodeConfiguration configuration) => RunAsync(configuration, new NodeRun
    {
        SocketName = GatewayMetrics.Service,
        Web = configuration.WebWhenSet,
        ClaimState = () => StateFolder.Open(configuration.GatewayStateDirectory),
        IsAlone = true,
        TellFirst = configuration.IsDataService && OpenGateway(configuration.GatewayOptions(isAlone: true)) is { Length: > 0 } open ? loggers => LogDataService(loggers.CreateLogger(GatewayMetrics.Service), open) : null,
        Assemble = static room => GatewayParts.Open(room),
    });

    /// <summary>Runs the sync as a process of its own.</summary>
    internal static Task<int> SyncAsync(NodeConfiguration configuration, Func<LogSettings, ILoggerFactory>? makeLog = null) => RunAsync(configuration, new NodeRun
    {
        SocketName = SyncTally.Service,
        Web = configuration.WebWhenSet,
        ClaimState = configuration.Sync.ClaimState,
        IsAlone = true,
        MakeLog = makeLog,
        Assemble = SyncParts.Open,
    });

    /// <summary>What the configuration is about: with an original's file that original's service, otherwise all.</summary>
    private static INodeParts? Everything(NodeRoom room)
    {
        if (room.Configuration.IsImageHub)
            return HubParts.Open(room, null);
        if (room.Configuration.IsCamWatcher)
            return WatcherParts.Open(room);
        if (room.Configuration.IsDataPump)
            return PumpParts.Open(room);
        if (room.Configuration.Files.IsOriginal)
            return AllParts.Open(room, FileParts(room));
        if (room.Configuration.Telemetry.IsOriginal)
            return TelemetryParts.Open(room);
        WatcherParts? watcher = null;
        FileBoardParts? files = null;
        TelemetryBoardParts? board = null;
        TelemetryParts? telemetry = null;
        SyncParts? sync = null;
        GatewayParts? gateway = null;
        return AllParts.Open(room, [
            each => watcher = WatcherParts.Open(each),
            each => files = FileBoardParts.Open(each),
            each => board = TelemetryBoardParts.Open(each),
            each => gateway = GatewayParts.Open(each, () => telemetry?.Sink, () => sync?.Desk),
            each => HubParts.Open(each, watcher!.Shown, files!.Shown, board!.Shown, gateway!.Shown),
            PumpParts.Open,
            .. FileParts(room),
            .. room.Configuration.Telemetry.IsConfigured ? [each => telemetry = TelemetryParts.Open(each)] : Array.Empty<Func<NodeRoom, INodeParts?>>(),
            .. room.Configuration.Sync.IsConfigured ? [each => sync = SyncParts.Open(each)] : Array.Empty<Func<NodeRoom, INodeParts?>>(),
        ]);
    }

    /// <summary>The file services that are configured.</summary>
    private static Func<NodeRoom, INodeParts?>[] FileParts(NodeRoom room)
    {
        var files = room.Configuration.Files;
        return [.. files.Finder is null ? Array.Empty<Func<NodeRoom, INodeParts?>>() : [FinderParts.Open], .. files.Ingester is null ? Array.Empty<Func<NodeRoom, INodeParts?>>() : [IngesterParts.Open]];
    }

    private static async Task<int> RunAsync(NodeConfiguration configuration, NodeRun run)
    {
        if (configuration.Hub!.Options.PrintSettings)
            Console.Out.Write(ConfigurationListing.Render(configuration.Loaded.Effective()));
        using var state = Claim(run.ClaimState);
        if (state is null)
            return Failed;
        using var loggers = run.MakeLog?.Invoke(configuration.Logging) ?? LogSetup.Create(configuration.Logging);
        using var metrics = new NodeMetrics(TimeProvider.System, Version);
        using var memory = new IdleMemory(TimeProvider.System);
        run.TellFirst?.Invoke(loggers);
        var logger = loggers.CreateLogger("node");
        LogStarting(logger, Version, configuration.Loaded.FilePath ?? "no file (defaults)");
        foreach (var warning in configuration.Messages)
            LogWarning(logger, warning.Text);

        var feed = new LiveFeed();
        using var end = run.IsAlone ? new NodeEnd() : null;
        using var parts = run.Assemble(new NodeRoom(configuration, metrics, feed, loggers, run.IsAlone ? state : null, end));
        if (parts is null)
            return Failed;
        var options = new NodeHostOptions
        {
            Node = configuration.Name,
            SocketName = run.SocketName,
            StartsWhole = run.IsAlone,
            Web = run.Web,
            WebToken = configuration.Loaded.Section<WebOptions>().Token,
            Otlp = configuration.Otlp,
            Live = feed,
            ConfigureWeb = ConsoleRoutes.AddServices,
            MapWeb = parts.MapWeb,
            MapLocal = parts.MapLocal,
        };
        try
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(run.Stop, end?.Token ?? default);
            var result = await new NodeHost(options, parts.Services, state, metrics, loggers, TimeProvider.System).RunAsync(stop.Token);
            return end?.Status ?? result;
        }
        catch (StateFolderException e)
        {
            Console.Error.WriteLine($"error: {e.Message}");
            return Failed;
        }
    }

    /// <summary>Makes the catalog ready to be opened, or tells why its folder cannot be had.</summary>
    internal static CatalogHome? OpenCatalog(NodeConfiguration configuration)
    {
        ActingUser.BecomeOwnerOf(configuration.Hub!.StateDirectory, configuration.Hub.DataDirectory);
        try
        {
            return new CatalogHome(configuration.CatalogUrl, configuration.Name, configuration.Hub!.StateDirectory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"error: Cannot make the folder of the catalog {configuration.CatalogUrl}: {e.Message}");
            return null;
        }
    }

    /// <summary>The gateway's endpoints that are reached from beyond this machine without a password; empty: there are none.</summary>
    private static string OpenGateway(GatewayOptions options)
    {
        try
        {
            var http = options.Http.Token is null ? options.Http.Listen ?? [] : [];
            var modbus = options.Modbus.Enabled ? options.Modbus.Listen : [];
            var opcUa = options.OpcUa is { Enabled: true, Anonymous: true } && options.OpcUa.Security.Contains(OpcUaSecurity.None) ? options.OpcUa.Listen : [];
            var iec104 = options.Iec104.Enabled ? options.Iec104.Listen : [];
            var snmp = options.Snmp is { Enabled: true, Communities: not { Count: 0 } } ? options.Snmp.Listen : [];
            return string.Join(", ",
            [
                .. http.Select(WebEndpoint.Parse).Where(static endpoint => !endpoint.IsLoopback).Select(static endpoint => $"{endpoint}"),
                .. modbus.Select(ServerEndpoint.Parse).Where(static endpoint => !IPAddress.IsLoopback(endpoint.Address)).Select(static endpoint => $"modbus {endpoint}"),
                .. opcUa.Select(OpcUaListen.Parse).Where(static endpoint => !IPAddress.IsLoopback(endpoint.Address)).Select(static endpoint => $"opcua {endpoint}"),
                .. iec104.Select(ServerEndpoint.Parse).Where(static endpoint => !IPAddress.IsLoopback(endpoint.Address)).Select(static endpoint => $"iec104 {endpoint}"),
                .. snmp.Select(SnmpListen.Parse).Where(static endpoint => !IPAddress.IsLoopback(endpoint.Address)).Select(static endpoint => $"snmp {endpoint}"),
            ]);
        }
        catch (FormatException)
        {
            return ""; // It is told where the endpoints are opened.
        }
    }

    /// <summary>Takes the state folder, or tells why it cannot be had.</summary>
    private static StateFolder? Claim(Func<StateFolder> claim)
    {
        try
        {
            return claim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or StateFolderException)
        {
            Console.Error.WriteLine($"error: {e.Message}");
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Catchment {Version}, configuration: {File}")]
    private static partial void LogStarting(ILogger logger, string version, string file);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Started by the name of Data-Service, the gateway asks nobody for a password who reaches {Endpoints}, as that one does: HTTP_HOST and SERVER_HOST 127.0.0.1 close it, gateway.http.token the HTTP API")]
    private static partial void LogDataService(ILogger logger, string endpoints);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Text}")]
    private static partial void LogWarning(ILogger logger, string text);
}
