using Catchment.Cameras.Retention;
using Catchment.Core.Configuration;
using Catchment.Core.Storage;

namespace Catchment.Cameras.Hub;

/// <summary>The section <c>hub</c>: <c>imagehub.yaml</c>'s keys, and our own.</summary>
/// <remarks>Source: the camera specification, 3.1.</remarks>
public sealed record HubOptions
{
    /// <summary>Frames that may be on their way to the disk at once; further ones wait in their senders.</summary>
    [Setting("queuemax", Description = "Frames that may be on their way to the disk at once. When so many are, the next reply waits, up to reply_budget; no frame is dropped.", Min = 1, Max = 100_000)]
    public int QueueMax { get; init; } = 500;

    /// <summary>Minutes of silence after which a line is logged.</summary>
    [Setting("patience", Description = "Minutes of silence after which a line is written to imagehub.log.", Min = 0.001, Max = 525_600, Unit = "minutes")]
    public double Patience { get; init; } = 10;

    /// <summary>Where <c>images</c> and <c>logs</c> lie.</summary>
    [Setting("data_directory", Description = "The folder of images/ and logs/. Made when missing; the folder above it has to exist.", IsPath = true, DefaultText = "imagehub_data: beside an imagehub.yaml, otherwise in the node's data_directory")]
    public string? DataDirectory { get; init; }

    /// <summary>Frames stored a day.</summary>
    [Setting("max_images_write", Description = "Frames stored in one day; further ones are answered OK, counted, and not stored.", DefaultText = "5000 with an imagehub.yaml, otherwise no cap", Min = 0, Max = 1_000_000_000_000)]
    public long? MaxImagesWrite { get; init; }

    /// <summary>Whether raw pictures are stored.</summary>
    [Setting("store_raw", Description = "Store raw pictures (type image), without loss: as .png when they are of 8-bit elements and one or three channels, otherwise as .npy. Off: they are answered OK, counted, and not stored.", DefaultText = "false with an imagehub.yaml, otherwise true")]
    public bool? StoreRaw { get; init; }

    /// <summary>Print the file at the start.</summary>
    [Setting("print_settings", Description = "Print the settings at the start.")]
    public bool PrintSettings { get; init; }

    /// <summary>Endpoints to listen on.</summary>
    [Setting("listen", Description = "Endpoints for REQ senders.", DefaultText = "tcp://*:5555 (all interfaces) with an imagehub.yaml, otherwise tcp://127.0.0.1:5555", Example = "tcp://127.0.0.1:5555")]
    public IReadOnlyList<string>? Listen { get; init; }

    /// <summary>PUB senders to connect to.</summary>
    [Setting("subscribe", Description = "PUB senders (imagezmq with REQ_REP=False) to connect to, in addition to listening.", Example = "tcp://camera:5567")]
    public IReadOnlyList<string> Subscribe { get; init; } = [];

    /// <summary>Peers that may connect.</summary>
    [Setting("allow", Description = "Addresses or networks of the peers that may connect.", DefaultText = "everybody", Example = "192.168.86.0/24")]
    public IReadOnlyList<string> Allow { get; init; } = [];

    /// <summary>What has happened to a frame before <c>OK</c>.</summary>
    [Setting("durability", Description = "What has happened before OK is answered. written: the file is complete, a crash of the program loses nothing; synced: it is also flushed, a power cut loses nothing; queued: it waits in memory, as in the original.")]
    public Durability Durability { get; init; } = Durability.Written;

    /// <summary>The longest time to a reply.</summary>
    [Setting("reply_budget", Description = "The longest time to a reply. A frame that is not stored by then is answered with a short error text. Camera nodes restart themselves when a reply takes a second.", Min = 0.05, Max = 60, Unit = "seconds")]
    public TimeSpan ReplyBudget { get; init; } = TimeSpan.FromMilliseconds(800);

    /// <summary>Below this much free space nothing is stored.</summary>
    [Setting("free_space_low", Description = "Below this much free space frames and events are refused with an error text.", DefaultText = "1 % of the medium, at most 256 MiB", Example = "500 MiB")]
    public ByteSize? FreeSpaceLow { get; init; }

    /// <summary>From this much free space on, storing goes on.</summary>
    [Setting("free_space_high", Description = "From this much free space on storing goes on by itself.", DefaultText = "one and a half times free_space_low", Example = "1 GiB")]
    public ByteSize? FreeSpaceHigh { get; init; }

    /// <summary>The longest message.</summary>
    [Setting("max_message", Description = "The longest message; a peer that sends a longer one is disconnected.", Min = 65_536, Max = 1_073_741_824)]
    public ByteSize MaxMessage { get; init; } = new(64L << 20);

    /// <summary>The most connections.</summary>
    [Setting("max_connections", Description = "Connections at once; further ones are closed at once and counted.", Min = 1, Max = 100_000)]
    public int MaxConnections { get; init; } = 2048;

    /// <summary>How long frames are kept.</summary>
    [Setting("retention", Description = "How long frames are kept; without any of these keys, for ever.")]
    public RetentionOptions Retention { get; init; } = new();

    /// <summary>The hub's own logging.</summary>
    [Setting("logging", Description = "Logging of the hub alone.")]
    public ServiceLoggingOptions Logging { get; init; } = new();
}
