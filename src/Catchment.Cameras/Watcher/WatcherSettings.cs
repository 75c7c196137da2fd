using System.Net;
using Catchment.Cameras.Events;
using Catchment.Cameras.Watcher.Outposts;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Cameras.Watcher;

/// <summary>What the watcher runs with: its options, with every default decided and every text read.</summary>
public sealed record WatcherSettings
{
    /// <summary>The original's usual control port.</summary>
    public const int UsualControlPort = 5566;

    /// <summary>Stands for a pump where nobody is to be told.</summary>
    public const string NoPump = "none";

    /// <summary>The options as configured.</summary>
    public required WatcherOptions Options { get; init; }

    /// <summary>The two roots of recorded events, absolute.</summary>
    public required EventFolders Folders { get; init; }

    /// <summary>The roots' parents may be made too: only below our own default root.</summary>
    public required bool MayMakeParents { get; init; }

    /// <summary>The watcher's state folder, absolute.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>Endpoints for control requests.</summary>
    public required IReadOnlyList<ZmqEndpoint> Listen { get; init; }

    /// <summary>Networks that may connect; empty: everybody.</summary>
    public required IReadOnlyList<IPNetwork> Allow { get; init; }

    /// <summary>The configured outposts.</summary>
    public required IReadOnlyList<WatcherCamera> Cameras { get; init; }

    /// <summary>Where the sentinel takes requests; null: there is none.</summary>
    public required ZmqEndpoint? SentinelRequests { get; init; }

    /// <summary>Where the sentinel publishes; null: there is none.</summary>
    public required ZmqEndpoint? SentinelPublisher { get; init; }

    /// <summary>Our pump as others reach it, as it is put into requests; empty: none.</summary>
    public required string Datapump { get; init; }

    /// <summary>The name of this data sink.</summary>
    public required string Datasink { get; init; }

    /// <summary>The FaceList whose events are locked, absolute.</summary>
    public required string FaceFile { get; init; }

    /// <summary>The FaceList was configured and has to be there.</summary>
    public required bool FaceFileIsRequired { get; init; }

    /// <summary>The pump that is told of events; null: none.</summary>
    public required ZmqEndpoint? Pump { get; init; }

    /// <summary>The watcher listens on all interfaces because its original did, not because it was told to.</summary>
    public required bool ListensAsOriginal { get; init; }

    /// <summary>Decides the defaults and reads endpoints, networks and names.</summary>
    /// <param name="options">The section as bound; its paths, when given, are absolute.</param>
    /// <param name="surroundings">What else there is.</param>
    /// <param name="errors">What cannot be read: key, what was found, what is allowed.</param>
    /// <returns>Null when there are errors.</returns>
    public static WatcherSettings? Resolve(WatcherOptions options, WatcherSurroundings surroundings, out IReadOnlyList<(string Key, string Found, string Allowed)> errors)
    {
        var reading = new WatcherSettingsReader();
        var isOriginal = surroundings.IsOriginal;
        if (isOriginal)
        {
            reading.Require("watcher.control_port", options.ControlPort);
            reading.Require("watcher.data.images", options.Data.Images);
            reading.Require("watcher.data.csvfiles", options.Data.CsvFiles);
        }

        if (options.Listen is { Count: 0 })
            reading.Refuse("watcher.listen", "[]", "at least one endpoint such as tcp://127.0.0.1:5566");
        var port = options.ControlPort ?? UsualControlPort;
        var listen = reading.Endpoints("watcher.listen", options.Listen ?? [$"tcp://{(isOriginal ? "*" : "127.0.0.1")}:{port}"]);
        var csv = options.Data.CsvFiles ?? Path.Combine(surroundings.DefaultRoot, "sentinelcam", "camwatcher");
        var sentinel = options.Sentinel;
        var datapump = sentinel.Datapump ?? surroundings.PumpAddress ?? "";
        var result = new WatcherSettings
        {
            Options = options,
            Folders = new EventFolders(csv, options.Data.Images ?? Path.Combine(surroundings.DefaultRoot, "sentinelcam", "images")),
            MayMakeParents = options.Data is { Images: null, CsvFiles: null } && !isOriginal,
            StateDirectory = surroundings.StateDirectory,
            Listen = listen,
            Allow = reading.Networks("watcher.allow", options.Allow),
            Cameras = reading.Cameras(options),
            SentinelRequests = reading.Peer("watcher.sentinel.requests", sentinel.Requests),
            SentinelPublisher = reading.Peer("watcher.sentinel.publisher", sentinel.Publisher),
            Datapump = datapump,
            Datasink = sentinel.Datasink ?? surroundings.Node,
            FaceFile = options.FaceFile ?? surroundings.PumpFaceFile ?? Path.Combine(Path.GetDirectoryName(csv) ?? csv, "faces", "keep.csv"),
            FaceFileIsRequired = (options.FaceFile ?? surroundings.PumpFaceFile) is not null,
            Pump = options.Pump == NoPump ? null : reading.Peer("watcher.pump", options.Pump ?? surroundings.PumpAddress ?? sentinel.Datapump ?? PumpBeside(options)),
            ListensAsOriginal = isOriginal && options.Listen is null,
        };
        errors = reading.Errors;
        return reading.Errors.Count > 0 ? null : result;
    }

    /// <summary>The pump that a <c>camwatcher.yaml</c> names by its port alone is on this machine.</summary>
    private static string? PumpBeside(WatcherOptions options) => options.DatapumpPort is { } port ? $"tcp://127.0.0.1:{port}" : null;
}
