using Catchment.Protocols.ZeroMq.Connections;

namespace Catchment.Protocols.ZeroMq;

/// <summary>
/// A SUB socket (RFC 29) that connects to one or several publishers, each with a thread of its own, and connects again for ever.
/// What is published while there is no connection is lost, as the pattern has it.
/// </summary>
public sealed class ZmqSubscriber : IDisposable
{
    private readonly List<Connector> _connectors;
    private int _connected;

    /// <summary>Makes the socket; <see cref="Start"/> connects it.</summary>
    /// <param name="endpoints">The publishers; at least one.</param>
    /// <param name="subscriptions">Prefixes of the first frame; an empty one (see <see cref="Everything"/>) takes every message.</param>
    /// <param name="handler">Takes the messages.</param>
    /// <param name="options">Limits and times; null for the defaults.</param>
    /// <exception cref="ArgumentException">No endpoint, an endpoint with port 0, or an option that makes no sense.</exception>
    public ZmqSubscriber(
        IReadOnlyList<ZmqEndpoint> endpoints,
        IReadOnlyList<ReadOnlyMemory<byte>> subscriptions,
        ZmqSubscriberHandler handler,
        ZmqOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(subscriptions);
        ArgumentNullException.ThrowIfNull(handler);
        if (endpoints.Count == 0) throw new ArgumentException("a subscriber needs an endpoint", nameof(endpoints));
        options ??= new ZmqOptions();
        options.Validate();
        var context = new ConnectionContext(ZmqSocketType.Sub, options);
        _connectors = [.. endpoints.Select(endpoint => new Connector(endpoint, context, connection =>
            new SubscriberSession(connection, endpoint, subscriptions, handler, context, CountConnected)))];
    }

    /// <summary>The one subscription that takes every message.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Everything { get; } = [ReadOnlyMemory<byte>.Empty];

    /// <summary>Publishers that are connected and subscribed to at the moment.</summary>
    public int ConnectedCount => Volatile.Read(ref _connected);

    /// <summary>Begins to connect.</summary>
    public void Start()
    {
        foreach (var connector in _connectors) connector.Start();
    }

    /// <summary>Disconnects at once.</summary>
    public void Dispose()
    {
        foreach (var connector in _connectors) connector.Dispose();
    }

    private void CountConnected(int change) => Interlocked.Add(ref _connected, change);
}
