using System.Net;
using Catchment.Cameras.Watcher.Outposts;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Cameras.Watcher;

/// <summary>Reads the watcher's texts and gathers what cannot be read.</summary>
internal sealed class WatcherSettingsReader
{
    private readonly List<(string Key, string Found, string Allowed)> _errors = [];

    /// <summary>Key, what was found, what is allowed.</summary>
    internal IReadOnlyList<(string Key, string Found, string Allowed)> Errors => _errors;

    internal void Refuse(string key, string found, string allowed) => _errors.Add((key, found, allowed));

    internal void Require(string key, object? value)
    {
        if (value is null)
            Refuse(key, "nothing", "a value; camwatcher.yaml has to have it");
    }

    internal List<ZmqEndpoint> Endpoints(string key, IReadOnlyList<string> texts)
    {
        var endpoints = new List<ZmqEndpoint>();
        foreach (var text in texts)
        {
            if (ZmqEndpoint.TryParse(text, out var endpoint, out var error))
                endpoints.Add(endpoint);
            else
                Refuse(key, text, error);
        }

        return endpoints;
    }

    /// <summary>Somebody to connect to; null when there is nobody, or it cannot be read.</summary>
    internal ZmqEndpoint? Peer(string key, string? text)
    {
        if (text is null)
            return null;
        if (!ZmqEndpoint.TryParse(text, out var endpoint, out var error))
            Refuse(key, text, error);
        else if (endpoint.Port == 0)
            Refuse(key, text, "the port that the peer is bound to");
        else
            return endpoint;
        return null;
    }

    internal List<IPNetwork> Networks(string key, IReadOnlyList<string> texts)
    {
        var networks = new List<IPNetwork>();
        foreach (var text in texts)
        {
            if (IPAddress.TryParse(text, out var address))
                networks.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            else if (IPNetwork.TryParse(text, out var network))
                networks.Add(network);
            else
                Refuse(key, text, "an address such as 192.168.86.20, or a network such as 192.168.86.0/24");
        }

        return networks;
    }

    /// <summary>The outposts of <c>outpost_nodes</c> and <c>outposts</c>.</summary>
    internal List<WatcherCamera> Cameras(WatcherOptions options)
    {
        var cameras = new List<WatcherCamera>();
        foreach (var (node, outpost) in options.OutpostNodes)
            Add($"watcher.outpost_nodes.{node}", node, outpost.View, outpost.Logger, outpost.Images);
        for (var i = 0; i < options.Outposts.Count; i++)
        {
            var outpost = options.Outposts[i];
            Add($"watcher.outposts[{i}]", outpost.Node, outpost.View, outpost.Logger, outpost.Images);
        }

        if (cameras.Count > options.MaxOutposts)
            Refuse("watcher.max_outposts", $"{options.MaxOutposts}", $"at least the {cameras.Count} outposts that are configured");
        return cameras;

        void Add(string key, string node, string view, string logger, string images)
        {
            if (!OutpostNames.IsNode(node))
                Refuse(key, node, $"a node's name: at most {OutpostNames.MaxLength} characters without blanks, dots, slashes and |");
            if (!OutpostNames.IsView(view))
                Refuse($"{key}.view", view, $"a view's name: at most {OutpostNames.MaxLength} characters without blanks, slashes and |");
            if (cameras.Exists(c => c.Node == node && c.View == view))
                Refuse(key, $"{node} {view}", "each view once");
            if (Peer($"{key}.logger", logger) is { } log && Peer($"{key}.images", images) is { } pictures)
                cameras.Add(new WatcherCamera(node, view, log, pictures));
        }
    }
}
