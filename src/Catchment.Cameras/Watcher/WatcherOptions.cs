using Catchment.Cameras.Pruning;
using Catchment.Core.Configuration;
using Catchment.Core.Storage;

namespace Catchment.Cameras.Watcher;

/// <summary>The section <c>watcher</c>: <c>camwatcher.yaml</c>'s keys, and our own.</summary>
/// <remarks>Source: the camera specification, 10.1.</remarks>
public sealed record WatcherOptions
{
    /// <summary>The port that control requests come to.</summary>
    [Setting("control_port", Description = "Port for CamUp, Agent and DelEvt.", Min = 1, Max = 65_535, DefaultText = "5566; with a camwatcher.yaml it has to be there")]
    public int? ControlPort { get; init; }

    /// <summary>In the original's file, not used by it; here it is where the pump is told of events.</summary>
    [Setting("datapump_port", Description = "In camwatcher.yaml: the port of the pump on this machine, which is told of events when nothing else says where it is.", Min = 1, Max = 65_535)]
    public int? DatapumpPort { get; init; }

    /// <summary>The outposts, one view a node.</summary>
    [Setting("outpost_nodes", Description = "The outposts by node name, with one view each. More views: outposts.")]
    public IReadOnlyDictionary<string, OutpostNodeOptions> OutpostNodes { get; init; } = new Dictionary<string, OutpostNodeOptions>(StringComparer.Ordinal);

    /// <summary>Further outposts, several views a node.</summary>
    [Setting("outposts", Description = "Further outposts; a node may be here, and in outpost_nodes, with several views.")]
    public IReadOnlyList<OutpostOptions> Outposts { get; init; } = [];

    /// <summary>The sentinel.</summary>
    [Setting("sentinel", Description = "The sentinel that analyses events; without it no task is requested.")]
    public SentinelOptions Sentinel { get; init; } = new();

    /// <summary>The roots of recorded events.</summary>
    [Setting("data", Description = "Where recorded events lie.")]
    public EventDataOptions Data { get; init; } = new();

    /// <summary>The FaceList whose events are locked.</summary>
    [Setting("facefile", Description = "FaceList CSV; the events in it are locked against deletion. It is read again when it changes.", IsPath = true, DefaultText = "the pump's facefile in the same file, otherwise faces/keep.csv beside data.csvfiles, which is made when the first event is kept")]
    public string? FaceFile { get; init; }

    /// <summary>Python's logging dictionaries.</summary>
    [Setting("logconfigs", Description = "Python logging dictionaries, of which rotating files, their levels and their formats are followed.")]
    public WatcherLogOptions LogConfigs { get; init; } = new();

    /// <summary>Endpoints to listen on.</summary>
    [Setting("listen", Description = "Endpoints for control requests, instead of control_port.", DefaultText = "control_port on all interfaces with a camwatcher.yaml, otherwise on loopback", Example = "tcp://127.0.0.1:5566")]
    public IReadOnlyList<string>? Listen { get; init; }

    /// <summary>Peers that may connect.</summary>
    [Setting("allow", Description = "Addresses or networks of the peers that may connect.", DefaultText = "everybody", Example = "192.168.86.0/24")]
    public IReadOnlyList<string> Allow { get; init; } = [];

    /// <summary>The pump that is told of events.</summary>
    [Setting("pump", Description = "Control port of a Catchment pump that is told of events that start, end and are deleted; none: nobody is told.", DefaultText = "the pump of the same catchment.yaml, otherwise sentinel.datapump, otherwise datapump_port on this machine")]
    public string? Pump { get; init; }

    /// <summary>What has happened to a row or picture before the watcher counts it as stored.</summary>
    [Setting("durability", Description = "written: files are complete, a crash of the program loses nothing that is stored; synced: they are also flushed within a second, a power cut loses no more than that; queued: as written.")]
    public Durability Durability { get; init; } = Durability.Written;

    /// <summary>How much of the past a view keeps in memory.</summary>
    [Setting("pre_roll", Description = "How much of the past is kept in memory of each view, so that an event's first pictures are not lost.", Min = 0, Max = 60, Unit = "seconds")]
    public TimeSpan PreRoll { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The most memory that the past may take.</summary>
    [Setting("pre_roll_memory", Description = "The most memory that the past of all views may take together.", Min = 0, Max = 17_179_869_184)]
    public ByteSize PreRollMemory { get; init; } = new(128L << 20);

    /// <summary>After this time without a sign an event is closed.</summary>
    [Setting("event_timeout", Description = "After this time without a record of its outpost an event under way is closed. An outpost ends an event after 15 s at the latest.", Min = 15, Max = 86_400, Unit = "seconds")]
    public TimeSpan EventTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a sentinel's answer is waited for.</summary>
    [Setting("sentinel_timeout", Description = "How long a sentinel's answer to a task or an alert is waited for before it is tried again.", Min = 0.1, Max = 300, Unit = "seconds")]
    public TimeSpan SentinelTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long events are kept.</summary>
    [Setting("retention", Description = "How long recorded events are kept; without any of these keys, for ever.")]
    public PruningOptions Retention { get; init; } = new();

    /// <summary>Below this much free space nothing is stored.</summary>
    [Setting("free_space_low", Description = "Below this much free space pictures are not stored; rows are, as long as it goes.", DefaultText = "1 % of the medium, at most 256 MiB", Example = "500 MiB")]
    public ByteSize? FreeSpaceLow { get; init; }

    /// <summary>The most connections.</summary>
    [Setting("max_connections", Description = "Connections at once; further ones are closed at once and counted.", Min = 1, Max = 100_000)]
    public int MaxConnections { get; init; } = 2048;

    /// <summary>The most outposts.</summary>
    [Setting("max_outposts", Description = "Views of outposts at once; a CamUp for a further one is answered Error.", Min = 1, Max = 10_000)]
    public int MaxOutposts { get; init; } = 256;

    /// <summary>The watcher's own logging.</summary>
    [Setting("logging", Description = "Logging of the watcher alone.")]
    public ServiceLoggingOptions Logging { get; init; } = new();
}
