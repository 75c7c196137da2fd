using System.Net;
using Catchment.Cameras.Events;
using Catchment.Cameras.Watcher;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Cameras.Pump;

/// <summary>What the pump runs with: its options, with every default decided and every text read.</summary>
/// <remarks>Source: the camera specification, 6.1.</remarks>
public sealed record PumpSettings
{
    /// <summary>The port that DataFeed clients know.</summary>
    public const int UsualControlPort = 5556;

    /// <summary>The options as configured.</summary>
    public required PumpOptions Options { get; init; }

    /// <summary>The roots of recorded events.</summary>
    public required EventFolders Folders { get; init; }

    /// <summary>The FaceList.</summary>
    public required string FaceFile { get; init; }

    /// <summary>The FaceList was configured and has to be there.</summary>
    public required bool FaceFileIsRequired { get; init; }

    /// <summary>Endpoints for requests.</summary>
    public required IReadOnlyList<ZmqEndpoint> Listen { get; init; }

    /// <summary>Networks that may connect; empty: everybody.</summary>
    public required IReadOnlyList<IPNetwork> Allow { get; init; }

    /// <summary>The watcher's control port.</summary>
    public required ZmqEndpoint Watcher { get; init; }

    /// <summary>The pump's state folder.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>The pump listens on all interfaces because its original did, not because it was told to.</summary>
    public required bool ListensAsOriginal { get; init; }

    /// <summary>Decides the defaults and reads the endpoints and networks.</summary>
    /// <param name="options">The section as bound; paths, when given, are absolute.</param>
    /// <param name="surroundings">What the defaults depend on.</param>
    /// <param name="errors">What cannot be read: key, what was found, what is allowed.</param>
    /// <returns>Null when there are errors.</returns>
    public static PumpSettings? Resolve(
        PumpOptions options, PumpSurroundings surroundings, out IReadOnlyList<(string Key, string Found, string Allowed)> errors)
    {
        var reading = new WatcherSettingsReader();
        if (surroundings.IsOriginal)
        {
            Require(reading, "pump.control_port", options.ControlPort);
            Require(reading, "pump.camwatcher", options.Camwatcher);
            Require(reading, "pump.imagefolder", options.ImageFolder);
            Require(reading, "pump.datafolder", options.DataFolder);
            Require(reading, "pump.facefile", options.FaceFile);
            Require(reading, "pump.logconfig", options.LogConfig);
        }

        if (options.Listen is { Count: 0 })
            reading.Refuse("pump.listen", "[]", "at least one endpoint such as tcp://127.0.0.1:5556");
        var host = surroundings.IsOriginal ? "*" : "127.0.0.1";
        var listen = reading.Endpoints("pump.listen", options.Listen ?? [$"tcp://{host}:{options.ControlPort ?? UsualControlPort}"]);
        var allow = reading.Networks("pump.allow", options.Allow);
        var watcher = reading.Peer("pump.camwatcher", options.Camwatcher ?? surroundings.Watcher);
        var csv = options.DataFolder ?? surroundings.Folders.Csv;
        errors = reading.Errors;
        return reading.Errors.Count > 0 || watcher is null ? null : new PumpSettings
        {
            Options = options,
            Folders = new EventFolders(csv, options.ImageFolder ?? surroundings.Folders.Images),
            FaceFile = options.FaceFile ?? surroundings.FaceFile ?? Path.Combine(Path.GetDirectoryName(csv) ?? csv, "faces", "keep.csv"),
            FaceFileIsRequired = (options.FaceFile ?? surroundings.FaceFile) is not null,
            Listen = listen,
            Allow = allow,
            Watcher = watcher,
            StateDirectory = surroundings.StateDirectory,
            ListensAsOriginal = surroundings.IsOriginal && options.Listen is null,
        };
    }

    private static void Require(WatcherSettingsReader reading, string key, object? value)
    {
        if (value is null)
            reading.Refuse(key, "nothing", "a value; datapump.yaml has to have it");
    }
}
