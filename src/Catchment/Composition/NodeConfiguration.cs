using Catchment.Cameras.Events;
using Catchment.Cameras.Hub;
using Catchment.Cameras.Pruning;
using Catchment.Cameras.Pump;
using Catchment.Cameras.Watcher;
using Catchment.Cameras.Watcher.Removal;
using Catchment.Core.Configuration;
using Catchment.Core.Databases;
using Catchment.Core.Diagnostics;
using Catchment.Core.Hosting;
using Catchment.Files.Backfill;
using Catchment.Files.Finder;
using Catchment.Files.Ingester;
using Catchment.Protocols.ZeroMq;
using Catchment.Tags.Gateway;
using Catchment.Tags.Settings;
using Catchment.Tags.Sync.Statistics;
using Catchment.Telemetry.Following;

namespace Catchment.Composition;

/// <summary>A read configuration with every service's defaults decided, and all that is wrong with it.</summary>
internal sealed class NodeConfiguration
{
    private readonly bool _verbose;
    private static readonly string[] FileServices = [FinderMetrics.Service, IngesterMetrics.Service, BackfillRun.Name];

    private readonly Dictionary<string, PythonLogging> _serviceFiles = new(StringComparer.Ordinal);
    private readonly List<ConfigurationMessage> _messages;

    internal NodeConfiguration(LoadedConfiguration loaded, bool verbose)
    {
        Loaded = loaded;
        _verbose = verbose;
        _messages = [.. loaded.Messages];
        var node = loaded.Section<NodeOptions>();
        Name = node.Node;
        DataDirectory = Path.GetFullPath(node.DataDirectory, loaded.BaseFolder);
        Hub = HubSettings.Resolve(loaded.Section<HubOptions>(), IsImageHub, IsImageHub ? loaded.BaseFolder : DataDirectory, out var problems);
        foreach (var (key, found, allowed) in problems)
            Refuse(key, found, allowed);
        Watcher = ResolveWatcher();
        Pump = ResolvePump();
        Files = new FilesConfiguration(loaded, Path.Combine(loaded.FilePath is null ? DataDirectory : loaded.BaseFolder, ".catchment"), RefuseAsWritten);
        FollowFilesLog();
        Telemetry = new TelemetryConfiguration(loaded, verbose, StateDirectoryOf(TelemetryMetrics.Service));
        Sync = new SyncConfiguration(loaded, StateDirectoryOf(SyncTally.Service), RefuseAsWritten);
        if (loaded.Section<GatewayOptions>().Store.Record.Count > 0 && !Telemetry.IsConfigured && !HasErrors)
            RefuseAsWritten("gateway.store.record", "points to be recorded without a telemetry that takes them", "a section telemetry in the same file, run with them by `catchment up`; or no gateway.store.record");
        foreach (var (key, found, allowed) in OpcUaRules.Check(loaded.Section<GatewayOptions>().OpcUa))
            RefuseAsWritten(key, found, allowed);
        foreach (var (key, found, allowed) in Iec104Rules.Check(loaded.Section<GatewayOptions>().Iec104))
            RefuseAsWritten(key, found, allowed);
        foreach (var (key, found, allowed) in SnmpRules.Check(loaded.Section<GatewayOptions>().Snmp))
            RefuseAsWritten(key, found, allowed);
        Web = [.. (loaded.Section<WebOptions>().Listen ?? []).Select(WebEndpointOf).OfType<WebEndpoint>()];
    }

    /// <summary>The options as bound.</summary>
    internal LoadedConfiguration Loaded { get; }

    /// <summary>The file is an original's.</summary>
    internal bool IsOriginal => Loaded.Original is not null;

    /// <summary>The file is ImageHub's.</summary>
    internal bool IsImageHub => Loaded.Original == Sections.ImageHub;

    /// <summary>The file is DataPump's.</summary>
    internal bool IsDataPump => Loaded.Original == Sections.DataPump;

    internal IReadOnlyList<ConfigurationMessage> Messages => _messages;

    internal bool HasErrors => _messages.Exists(m => m.Severity == MessageSeverity.Error);

    /// <summary>The node's name.</summary>
    internal string Name { get; }

    /// <summary>The node's data directory, absolute.</summary>
    internal string DataDirectory { get; }

    /// <summary>The state folder of <c>up</c>.</summary>
    internal string StateDirectory => Path.Combine(DataDirectory, ".catchment");

    /// <summary>The state folder of a service that keeps none with its data: beside the configuration file, or under the data directory without one.</summary>
    internal string StateDirectoryOf(string service) => Path.Combine(Loaded.FilePath is null ? DataDirectory : Loaded.BaseFolder, ".catchment", service);

    /// <summary>The gateway runs in the original's place.</summary>
    internal bool IsDataService { get; init; }

    /// <summary>The state folder of the gateway; the original has no data directory, so that without a file it is the working folder's.</summary>
    internal string GatewayStateDirectory => IsDataService && Loaded.FilePath is null ? DataServiceStateDirectory : StateDirectoryOf(GatewayMetrics.Service);

    /// <summary>The state folder of a gateway that was started here by the original's name, without a file.</summary>
    internal static string DataServiceStateDirectory => Path.GetFullPath(Path.Combine(".catchment", GatewayMetrics.Service));

    /// <summary>The section of the gateway. Among the other services its socket lies in its state folder unless one is named: what is known to the whole machine belongs to one gateway.</summary>
    /// <param name="isAlone">It runs as a process of its own.</param>
    internal GatewayOptions GatewayOptions(bool isAlone)
    {
        var options = Loaded.Section<GatewayOptions>();
        return isAlone || Loaded.IsSet($"{Tags.Settings.GatewayOptions.Section}.ipc.socket_path")
            ? options
            : options with { Ipc = options.Ipc with { SocketPath = Path.Combine(GatewayStateDirectory, Path.GetFileName(GatewayIpcOptions.UsualSocket)) } };
    }

    /// <summary>Null only when there are errors.</summary>
    internal HubSettings? Hub { get; }

    /// <summary>The file is CamWatcher's.</summary>
    internal bool IsCamWatcher => Loaded.Original == Sections.CamWatcher;

    /// <summary>Null only when there are errors.</summary>
    internal WatcherSettings? Watcher { get; }

    /// <summary>The file that the original's dictionary names for the sentinel's messages; null: none.</summary>
    internal PythonLogging? SentinelLog { get; private set; }

    /// <summary>Null only when there are errors.</summary>
    internal PumpSettings? Pump { get; }

    /// <summary>Finder, ingester and backfill.</summary>
    internal FilesConfiguration Files { get; }

    /// <summary>The telemetry commands.</summary>
    internal TelemetryConfiguration Telemetry { get; }

    /// <summary>The sync of polled tags.</summary>
    internal SyncConfiguration Sync { get; }

    /// <summary>Where <c>up</c> listens for HTTP.</summary>
    internal IReadOnlyList<WebEndpoint> Web { get; }

    /// <summary>Where a service that runs alone listens for HTTP: only where it was told to.</summary>
    internal IReadOnlyList<WebEndpoint> WebWhenSet => Loaded.IsSet("web.listen") ? Web : [];

    /// <summary>Where the catalog is: beside the node's data, or with a hub whose data lie elsewhere, so that two such hubs do not share one.</summary>
    internal DatabaseUrl CatalogUrl => Loaded.Section<DatabaseSection>().Url
        ?? DatabaseUrl.Parse("sqlite:///catchment.db", Loaded.Section<HubOptions>().DataDirectory is null && !IsOriginal ? DataDirectory : Hub!.StateDirectory);

    /// <summary>The first address that a person on this machine would open to look at the node; null: there is none.</summary>
    internal string? ConsoleAddress
    {
        get
        {
            var endpoint = (IsOriginal ? WebWhenSet : Web).FirstOrDefault(e => e.Port != 0);
            return endpoint?.Host switch
            {
                "*" or "0.0.0.0" => (endpoint with { Host = "127.0.0.1" }).ToString(),
                "::" => (endpoint with { Host = "::1" }).ToString(),
                _ => endpoint?.ToString(),
            };
        }
    }

    /// <summary>Where metrics are exported to; null: nowhere.</summary>
    internal OtlpSettings? Otlp
    {
        get
        {
            var options = Loaded.Section<TelemetryExportOptions>();
            return options.Endpoint is { } endpoint
                ? new OtlpSettings { Endpoint = new Uri(endpoint), Interval = options.Interval }
                : OtlpSettings.FromEnvironment(Environment.GetEnvironmentVariable);
        }
    }

    /// <summary>What is logged, and where.</summary>
    internal LogSettings Logging
    {
        get
        {
            var options = Loaded.Section<LoggingOptions>();
            var levels = new Dictionary<string, LogLevel>(StringComparer.Ordinal);
            if (!_verbose && Loaded.Section<HubOptions>().Logging.Level is { } hub)
                levels[HubMetrics.Service] = (LogLevel)hub;
            if (!_verbose && Loaded.Section<WatcherOptions>().Logging.Level is { } watcher)
                levels[WatcherMetrics.Service] = (LogLevel)watcher;
            if (!_verbose && Loaded.Section<PumpOptions>().Logging.Level is { } pump)
                levels[PumpMetrics.Service] = (LogLevel)pump;
            if (!_verbose && Sync.Options.Logging.Level is { } sync)
                levels[SyncTally.Service] = (LogLevel)sync;
            if (!_verbose && Files is { IsOriginal: false, Log: { File: null } files } && Loaded.IsSet("files.logging.level"))
            {
                foreach (var service in FileServices)
                    levels[service] = files.Level;
            }

            var form = Files.IsOriginal ? Files.Log : Telemetry.IsOriginal ? Telemetry.Log : null;
            return new LogSettings
            {
                ConsoleForm = form,
                Level = form is { File: null } own ? own.Level : form is not null ? LogLevel.Error : _verbose && options.Level > LoggingLevel.Debug ? LogLevel.Debug : (LogLevel)options.Level,
                Levels = levels,
                ServiceFiles = _serviceFiles,
                File = options.File,
                MaxBytes = options.MaxBytes.Bytes,
                Backups = options.Backups,
            };
        }
    }

    private WatcherSettings? ResolveWatcher()
    {
        var options = Loaded.Section<WatcherOptions>();
        var pump = Loaded.Section<PumpOptions>();
        var surroundings = new WatcherSurroundings(
            Name,
            IsCamWatcher,
            IsCamWatcher ? Loaded.BaseFolder : DataDirectory,
            StateDirectoryOf(WatcherMetrics.Service),
            IsOriginal ? null : PumpAddress(pump),
            pump.FaceFile);
        var settings = WatcherSettings.Resolve(options, surroundings, out var problems);
        foreach (var (key, found, allowed) in problems.Concat(PruningProfiles.Problems(options.Retention)))
            Refuse(key, found, allowed);
        FollowLog(WatcherMetrics.Service, "watcher.logconfigs.camwatcher_internal", options.LogConfigs.Internal);
        SentinelLog = PythonLogOf("watcher.logconfigs.sentinel_agent", options.LogConfigs.SentinelAgent);
        return settings;
    }

    /// <summary>The pump of the same file as this machine reaches it; null: nobody knows its port beforehand.</summary>
    private static string? PumpAddress(PumpOptions pump)
    {
        var listen = pump.Listen ?? [$"tcp://127.0.0.1:{pump.ControlPort ?? PumpSettings.UsualControlPort}"];
        return WatcherRemoval.Reach([.. listen.Select(text => ZmqEndpoint.TryParse(text, out var endpoint, out _) ? endpoint : null).OfType<ZmqEndpoint>()])?.ToString();
    }

    private PumpSettings? ResolvePump()
    {
        var options = Loaded.Section<PumpOptions>();
        var watcher = Loaded.Section<WatcherOptions>();
        var control = WatcherRemoval.Reach(Watcher?.Listen ?? []) ?? new ZmqEndpoint("127.0.0.1", WatcherSettings.UsualControlPort);
        var surroundings = new PumpSurroundings(
            IsDataPump,
            Watcher?.Folders ?? new EventFolders(DataDirectory, DataDirectory),
            watcher.FaceFile,
            control.ToString(),
            StateDirectoryOf(PumpMetrics.Service));
        var settings = PumpSettings.Resolve(options, surroundings, out var problems);
        foreach (var (key, found, allowed) in problems)
            Refuse(key, found, allowed);
        FollowLog(PumpMetrics.Service, "pump.logconfig", options.LogConfig);
        return settings;
    }

    private void FollowLog(string service, string key, ConfigurationNode? node)
    {
        if (PythonLogOf(key, node) is { } log)
            _serviceFiles[service] = log;
    }

    private PythonLogging? PythonLogOf(string key, ConfigurationNode? node)
    {
        var problems = new List<(string Key, string Found, string Allowed)>();
        var logging = PythonLogging.Read(node, Loaded.BaseFolder, key, problems);
        foreach (var (at, found, allowed) in problems)
            Refuse(at, found, allowed);
        return logging;
    }

    private void FollowFilesLog()
    {
        if (Files.Log is not { File: not null } log)
            return;
        foreach (var service in FileServices)
            _serviceFiles[service] = log;
    }

    private WebEndpoint? WebEndpointOf(string text)
    {
        try
        {
            return WebEndpoint.Parse(text);
        }
        catch (FormatException)
        {
            Refuse("web.listen", text, "HOST:PORT or http://HOST:PORT, with an IP address, localhost or * as HOST");
            return null;
        }
    }

    private void Refuse(string key, string found, string allowed) => RefuseAsWritten(key, $"\"{found}\"", allowed);

    private void RefuseAsWritten(string key, string found, string allowed)
    {
        var listed = key.Split('[')[0]; // An item of a list is told where the list begins.
        var settings = Loaded.Effective().Where(s => s.Key == listed || s.Key.StartsWith(listed + ".", StringComparison.Ordinal)).ToArray();
        var origin = (Array.Find(settings, s => s.Key == listed) ?? Array.Find(settings, static s => s.Origin != ConfigurationOrigin.Default))?.Origin ?? ConfigurationOrigin.Default;
        if (origin == ConfigurationOrigin.Default && Loaded.FilePath is { } file)
            origin = ConfigurationOrigin.File(file); // What is missing is to be put there.
        _messages.Add(new ConfigurationMessage(MessageSeverity.Error, origin, key, found, allowed));
    }
}
