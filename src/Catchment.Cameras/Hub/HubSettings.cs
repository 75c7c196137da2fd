using System.Net;
using Catchment.Cameras.Retention;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Cameras.Hub;

/// <summary>What the hub runs with: its options, with every default decided and every text read.</summary>
public sealed record HubSettings
{
    /// <summary>The original's cap, when its own file has none.</summary>
    public const long OriginalCap = 5000;

    /// <summary>Where the original listens.</summary>
    public const string OriginalListen = "tcp://*:5555";

    private const string LoopbackListen = "tcp://127.0.0.1:5555";

    /// <summary>The options as configured.</summary>
    public required HubOptions Options { get; init; }

    /// <summary>The folder of <c>images</c> and <c>logs</c>, absolute.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The data directory's parents may be made too: only below our own default root.</summary>
    public required bool MayMakeParents { get; init; }

    /// <summary>Endpoints for REQ senders.</summary>
    public required IReadOnlyList<ZmqEndpoint> Listen { get; init; }

    /// <summary>PUB senders to connect to.</summary>
    public required IReadOnlyList<ZmqEndpoint> Subscribe { get; init; }

    /// <summary>Networks that may connect; empty: everybody.</summary>
    public required IReadOnlyList<IPNetwork> Allow { get; init; }

    /// <summary>Frames a day; null: no cap.</summary>
    public required long? Cap { get; init; }

    /// <summary>Raw pictures are stored.</summary>
    public required bool StoreRaw { get; init; }

    /// <summary>How long frames are kept.</summary>
    public required RetentionRules Retention { get; init; }

    /// <summary>The hub listens on all interfaces because its original did, not because it was told to.</summary>
    public required bool ListensAsOriginal { get; init; }

    /// <summary>The hub's state folder.</summary>
    public string StateDirectory => Path.Combine(DataDirectory, ".catchment");

    /// <summary>Decides the defaults and reads the endpoints and networks.</summary>
    /// <param name="options">The section as bound; <c>data_directory</c>, when given, is absolute.</param>
    /// <param name="isOriginal">The hub was started with the original's own file, or by its name.</param>
    /// <param name="defaultRoot">Where the data lie when the section does not say: beside an original's file, else the node's data directory.</param>
    /// <param name="errors">What cannot be read: key, what was found, what is allowed.</param>
    /// <returns>Null when there are errors.</returns>
    public static HubSettings? Resolve(HubOptions options, bool isOriginal, string defaultRoot, out IReadOnlyList<(string Key, string Found, string Allowed)> errors)
    {
        var found = new List<(string Key, string Found, string Allowed)>();
        if (options.Listen is { Count: 0 } && options.Subscribe.Count == 0)
            found.Add(("hub.listen", "[]", "at least one endpoint such as tcp://127.0.0.1:5555, unless hub.subscribe names publishers"));
        var listen = Endpoints("hub.listen", options.Listen ?? [isOriginal ? OriginalListen : LoopbackListen], found);
        var subscribe = Endpoints("hub.subscribe", options.Subscribe, found);
        foreach (var endpoint in subscribe.Where(e => e.Port == 0))
            found.Add(("hub.subscribe", endpoint.ToString(), "the port that the publisher is bound to"));
        var allow = Networks(options.Allow, found);
        if (options is { FreeSpaceLow: { } low, FreeSpaceHigh: { } high } && high.Bytes < low.Bytes)
            found.Add(("hub.free_space_high", high.ToString(), $"at least free_space_low, which is {low}"));
        var data = options.DataDirectory ?? Path.Combine(defaultRoot, "imagehub_data");
        var retention = RetentionRules.Resolve(options.Retention, HubFolders.Images(data), found);
        errors = found;
        return found.Count > 0 ? null : new HubSettings
        {
            Options = options,
            DataDirectory = data,
            MayMakeParents = options.DataDirectory is null && !isOriginal,
            Listen = listen,
            Subscribe = subscribe,
            Allow = allow,
            Cap = options.MaxImagesWrite ?? (isOriginal ? OriginalCap : null),
            StoreRaw = options.StoreRaw ?? !isOriginal,
            Retention = retention,
            ListensAsOriginal = isOriginal && options.Listen is null,
        };
    }

    private static List<ZmqEndpoint> Endpoints(string key, IReadOnlyList<string> texts, List<(string Key, string Found, string Allowed)> errors)
    {
        var endpoints = new List<ZmqEndpoint>();
        foreach (var text in texts)
        {
            if (ZmqEndpoint.TryParse(text, out var endpoint, out var error))
                endpoints.Add(endpoint);
            else
                errors.Add((key, text, error));
        }

        return endpoints;
    }

    private static List<IPNetwork> Networks(IReadOnlyList<string> texts, List<(string Key, string Found, string Allowed)> errors)
    {
        var networks = new List<IPNetwork>();
        foreach (var text in texts)
        {
            if (IPAddress.TryParse(text, out var address))
                networks.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            else if (IPNetwork.TryParse(text, out var network))
                networks.Add(network);
            else
                errors.Add(("hub.allow", text, "an address such as 192.168.86.20, or a network such as 192.168.86.0/24"));
        }

        return networks;
    }
}
