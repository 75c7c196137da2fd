using Catchment.Core.Configuration;

namespace Catchment.Cameras.Pump;

/// <summary>The section <c>pump</c>: <c>datapump.yaml</c>'s keys, and our own.</summary>
/// <remarks>Source: the camera specification, 6.1.</remarks>
public sealed record PumpOptions
{
    /// <summary>The port that requests come to.</summary>
    [Setting("control_port", Description = "Port for requests of DataFeed clients.", Min = 1, Max = 65_535, DefaultText = "5556; with a datapump.yaml it has to be there")]
    public int? ControlPort { get; init; }

    /// <summary>The watcher's control port.</summary>
    [Setting("camwatcher", Description = "Where the watcher takes deletions.", DefaultText = "the watcher of the same catchment.yaml; with a datapump.yaml it has to be there", Example = "tcp://127.0.0.1:5566")]
    public string? Camwatcher { get; init; }

    /// <summary>Root of pictures.</summary>
    [Setting("imagefolder", Description = "Root folder of pictures.", IsPath = true, DefaultText = "the watcher's data.images; with a datapump.yaml it has to be there")]
    public string? ImageFolder { get; init; }

    /// <summary>Root of indexes and tracking sets.</summary>
    [Setting("datafolder", Description = "Root folder of indexes and tracking sets.", IsPath = true, DefaultText = "the watcher's data.csvfiles; with a datapump.yaml it has to be there")]
    public string? DataFolder { get; init; }

    /// <summary>The FaceList whose events are locked.</summary>
    [Setting("facefile", Description = "FaceList CSV; the events in it are locked against deletion. It is read again when it changes.", IsPath = true, DefaultText = "the watcher's facefile; with a datapump.yaml it has to be there")]
    public string? FaceFile { get; init; }

    /// <summary>Python's logging dictionary.</summary>
    [Setting("logconfig", Description = "A Python logging dictionary, of which the rotating file, its level and its format are followed.", DefaultText = "no file of its own")]
    public ConfigurationNode? LogConfig { get; init; }

    /// <summary>Endpoints to listen on.</summary>
    [Setting("listen", Description = "Endpoints for requests, instead of control_port.", DefaultText = "control_port on all interfaces with a datapump.yaml, otherwise on loopback", Example = "tcp://127.0.0.1:5556")]
    public IReadOnlyList<string>? Listen { get; init; }

    /// <summary>Peers that may connect.</summary>
    [Setting("allow", Description = "Addresses or networks of the peers that may connect.", DefaultText = "everybody", Example = "192.168.86.0/24")]
    public IReadOnlyList<string> Allow { get; init; } = [];

    /// <summary>How long a deletion waits for the watcher.</summary>
    [Setting("delete_timeout", Description = "How long a deletion waits for the watcher's answer; then it is answered Error.", Min = 0.1, Max = 60, Unit = "seconds")]
    public TimeSpan DeleteTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Memory for answers that are ready.</summary>
    [Setting("cache", Description = "Memory for answers that are ready to be sent again while their files have not changed.", Min = 0, Max = 17_179_869_184)]
    public ByteSize Cache { get; init; } = new(64L << 20);

    /// <summary>The longest request.</summary>
    [Setting("max_request", Description = "The longest request; a peer that sends a longer one is disconnected.", Min = 1024, Max = 1_073_741_824)]
    public ByteSize MaxRequest { get; init; } = new(16L << 20);

    /// <summary>The most connections.</summary>
    [Setting("max_connections", Description = "Connections at once; further ones are closed at once and counted.", Min = 1, Max = 100_000)]
    public int MaxConnections { get; init; } = 2048;

    /// <summary>The pump's own logging.</summary>
    [Setting("logging", Description = "Logging of the pump alone.")]
    public ServiceLoggingOptions Logging { get; init; } = new();
}
