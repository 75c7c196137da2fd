using System.Net;
using System.Net.Sockets;
using Catchment.Cameras.Demo;
using Catchment.Cameras.Demo.Outposts;
using Catchment.Cameras.Pump;
using Catchment.Core.Demo;
using Catchment.Files.Demo;
using Catchment.Files.Settings;
using Catchment.Protocols.ZeroMq;
using Catchment.Tags.Demo;
using Catchment.Telemetry.Demo;

namespace Catchment.Composition;

/// <summary>What <c>catchment demo</c> simulates: each wing's sources, for the node of a configuration.</summary>
/// <param name="configuration">Says where the node listens.</param>
/// <param name="host">The address of this machine at which the node reaches outposts and devices.</param>
/// <param name="tell">Told when a service of the node goes away or comes back.</param>
internal sealed class DemoSources(NodeConfiguration configuration, IPAddress host, Action<string> tell)
{
    /// <summary>Camera nodes for the hub.</summary>
    internal const string Cameras = "cameras";

    /// <summary>Outposts and a sentinel for the watcher.</summary>
    internal const string Outposts = "outposts";

    /// <summary>An instrument for the finder.</summary>
    internal const string Files = "files";

    /// <summary>An instrument's devices for the live process of telemetry.</summary>
    internal const string Telemetry = "telemetry";

    /// <summary>Devices for the poller, and a polling service for the sync.</summary>
    internal const string Modbus = "modbus";

    /// <summary>A watcher on this machine answers in less, or there is none.</summary>
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(1);

    /// <summary>Makes them.</summary>
    /// <param name="cameras">How many cameras.</param>
    /// <param name="outposts">How many outposts.</param>
    /// <param name="firstPort">The first of the outposts' ports; 0: any free ones.</param>
    /// <param name="only"><see cref="Cameras"/>, <see cref="Outposts"/>, <see cref="Files"/>, <see cref="Telemetry"/> or <see cref="Modbus"/>; null: all, outposts only when a watcher is there, files only when a finder is configured, telemetry only into a folder that is named and no instrument's.</param>
    internal async Task<DemoChoice> ForAsync(int cameras, int outposts, int firstPort, string? only)
    {
        if (configuration.IsDataPump)
            return new DemoChoice([], null, "a datapump.yaml says nothing of a hub or a watcher that could be sent to");
        if (configuration.Files.IsOriginal)
            only ??= Files;
        if (configuration.Telemetry.IsOriginal)
            only ??= Telemetry;
        if (only == Telemetry)
        {
            return configuration.Telemetry.NamedTelemDir is { } named
                ? new DemoChoice([Devices(named)], Unlisted(), null)
                : new DemoChoice([], null, "telemetry.telem_dir is not configured, so that nobody would follow what the demo's devices write");
        }

        if (only == Files)
        {
            return Instrument() is { } instrument
                ? new DemoChoice([instrument], null, null)
                : new DemoChoice([], null, "files.finder is not configured, so that nobody would find what the demo's instrument drops");
        }

        if (only == Modbus)
            return new DemoChoice([Plant()], null, null);

        if (configuration.IsImageHub)
            only ??= Cameras;
        if (configuration.IsCamWatcher)
            only ??= Outposts;

        var sources = new List<IDemoSource>();
        if (only is null && Instrument() is { } alsoFiles)
            sources.Add(alsoFiles);
        if (only is null)
            sources.Add(Plant());
        string? note = null;
        if (only is null && configuration.Telemetry.NamedTelemDir is { } folder)
        {
            if (TelemetryDemo.IsOfAnInstrument(folder))
                note = $"telemetry: none, as {folder} has files of an instrument; with --only {Telemetry} the demo writes beside them";
            else
                (note, sources) = (Unlisted(), [.. sources, Devices(folder)]);
        }

        if (only != Outposts)
        {
            if (HubEndpoint() is not { } hub)
                return new DemoChoice([], null, "hub.listen names no port that the demo's cameras can connect to");
            sources.Add(new CameraDemo(new CameraDemoOptions(hub, cameras), TimeProvider.System, tell));
        }

        if (only == Cameras)
            return new DemoChoice(sources, note, null);
        if (WatcherEndpoint() is not { } watcher)
            return only is null
                ? new DemoChoice(sources, Both(note, "outposts: none, as watcher.listen names no port that they could connect to"), null)
                : new DemoChoice([], null, "watcher.listen names no port that the demo's outposts can connect to");
        if (only is null && !await IsThereAsync(watcher))
            return new DemoChoice(sources, Both(note, $"outposts: none, as no watcher is there at {watcher}"), null);
        var options = new OutpostDemoOptions(watcher) { Host = host, Outposts = outposts, FirstPort = firstPort, Datapump = Datapump(), Datasink = configuration.Watcher!.Datasink };
        sources.Add(new OutpostDemo(options, TimeProvider.System, tell));
        return new DemoChoice(sources, note, null);
    }

    private static string Both(string? note, string other) => note is null ? other : $"{note}\n{other}";

    private TelemetryDemo Devices(string folder) => new(new TelemetryDemoOptions(folder), TimeProvider.System, tell);

    /// <summary>What a process list may keep from being followed; null: every device is.</summary>
    private string? Unlisted() => configuration.Telemetry.Options.ProcList is { } list
        ? $"telemetry: only devices that {list} names are followed; the demo's are {string.Join(", ", TelemetryDemo.Devices)}"
        : null;

    private InstrumentDemo? Instrument() => configuration.Files.Finder is { } finder
        ? new InstrumentDemo(new InstrumentDemoOptions(finder.Source, finder.Method == SearchMethod.ParseRsyncLogs ? finder.Storage : null), TimeProvider.System, tell)
        : null;

    /// <summary>Devices, with their file where the gateway looks for one if it may be written there: a plant's own file is left alone.</summary>
    private PollerDemo Plant()
    {
        var wanted = configuration.GatewayOptions(isAlone: true).Poller.Config is { } file ? Path.GetFullPath(file) : null;
        return new PollerDemo(new PollerDemoOptions(wanted is not null && PollerDemo.MayWrite(wanted) ? wanted : Path.Combine(configuration.DataDirectory, "demo", "poller.yaml")) { Host = host }, TimeProvider.System, tell);
    }

    private ZmqEndpoint? HubEndpoint() => Reachable(configuration.Hub!.Listen);

    private ZmqEndpoint? WatcherEndpoint() => Reachable(configuration.Watcher!.Listen);

    /// <summary>Where the sentinel is told that the pump is: as the watcher tells it, else on this machine.</summary>
    private string Datapump() => configuration.Watcher!.Datapump is { Length: > 0 } told ? told : (Reachable(configuration.Pump!.Listen) ?? new ZmqEndpoint("127.0.0.1", PumpSettings.UsualControlPort)).ToString();

    private static ZmqEndpoint? Reachable(IEnumerable<ZmqEndpoint> listen) =>
        listen.FirstOrDefault(e => e.Port != 0) switch
        {
            { Host: "0.0.0.0" } any => new ZmqEndpoint("127.0.0.1", any.Port),
            { Host: "::" } any => new ZmqEndpoint("::1", any.Port),
            var endpoint => endpoint,
        };

    private static async Task<bool> IsThereAsync(ZmqEndpoint watcher)
    {
        using var patience = new CancellationTokenSource(ConnectPatience);
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(watcher.Host, watcher.Port, patience.Token);
            return true;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            return false;
        }
    }
}
