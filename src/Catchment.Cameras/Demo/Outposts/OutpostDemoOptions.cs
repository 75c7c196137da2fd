using System.Net;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Cameras.Demo.Outposts;

/// <summary>Which outposts are simulated, and for whom.</summary>
/// <param name="Watcher">The watcher's control port; its host is one that can be connected to.</param>
public sealed record OutpostDemoOptions(ZmqEndpoint Watcher)
{
    /// <summary>One of each.</summary>
    public const int DefaultOutposts = 3;

    /// <summary>The most outposts.</summary>
    public const int MaxOutposts = 32;

    /// <summary>
    /// The first of the ports when none is named. Always the same ones: a watcher that knows an outpost or a sentinel keeps to the addresses
    /// that it knows, so those of the next demo have to be the same.
    /// </summary>
    public const int DefaultFirstPort = 15_600;

    /// <summary>Two ports for each outpost that there may be, and two for the sentinel.</summary>
    public const int Ports = (2 * MaxOutposts) + 2;

    /// <summary>The highest <see cref="FirstPort"/> that leaves room for all of them.</summary>
    public const int MaxFirstPort = 65_535 - Ports + 1;

    /// <summary>How many, 1 to <see cref="MaxOutposts"/>; every third one has two views.</summary>
    public int Outposts { get; init; } = DefaultOutposts;

    /// <summary>Two ports for each outpost from this one on, and two for the sentinel; 0: any free ones.</summary>
    public int FirstPort { get; init; } = DefaultFirstPort;

    /// <summary>The address of this machine that outposts and sentinel publish on, and that the watcher connects to.</summary>
    public IPAddress Host { get; init; } = IPAddress.Loopback;

    /// <summary>The node's pump, as the sentinel's results bear it.</summary>
    public string Datapump { get; init; } = "tcp://127.0.0.1:5556";

    /// <summary>The data sink's name.</summary>
    public string Datasink { get; init; } = "catchment";

    /// <summary>Where an outpost publishes its log.</summary>
    internal ZmqEndpoint LogEndpoint(int outpost) => Endpoint(2 * outpost);

    /// <summary>Where an outpost publishes its pictures.</summary>
    internal ZmqEndpoint PictureEndpoint(int outpost) => Endpoint((2 * outpost) + 1);

    /// <summary>Where the sentinel takes requests.</summary>
    internal ZmqEndpoint RequestEndpoint => Endpoint(2 * MaxOutposts);

    /// <summary>Where the sentinel publishes.</summary>
    internal ZmqEndpoint ResultEndpoint => Endpoint((2 * MaxOutposts) + 1);

    private ZmqEndpoint Endpoint(int offset) => new($"{Host}", FirstPort == 0 ? 0 : FirstPort + offset);
}
