using System.Diagnostics.CodeAnalysis;
using Catchment.Protocols.ZeroMq.Connections;

namespace Catchment.Protocols.ZeroMq;

/// <summary>
/// A DEALER socket (RFC 28) that connects to one REP, DEALER or ROUTER peer: sends and receives whole messages in any order, through
/// bounded queues. What is queued survives a loss of the connection; what was handed to the network does not. Thread-safe.
/// </summary>
public sealed class ZmqDealer : IDisposable
{
    private readonly ZmqDealerOptions _options;
    private readonly Connector _connector;
    private readonly OutboundQueue _outbound;
    private readonly InboundQueue _inbound;

    /// <summary>Makes the socket; <see cref="Start"/> connects it.</summary>
    /// <param name="endpoint">The peer.</param>
    /// <param name="options">Limits, times and queues; null for the defaults.</param>
    /// <exception cref="ArgumentException">An endpoint with port 0, or an option that makes no sense.</exception>
    public ZmqDealer(ZmqEndpoint endpoint, ZmqDealerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        _options = options ?? new ZmqDealerOptions();
        _options.Validate();
        _outbound = new OutboundQueue(_options.HighWaterMark, _options.MaxQueuedBytes);
        _inbound = new InboundQueue(_options.ReceiveHighWaterMark, _options.MaxReceivedBytes);
        var context = new ConnectionContext(ZmqSocketType.Dealer, _options);
        _connector = new Connector(endpoint, context, connection => new DealerSession(connection, _outbound, _inbound));
    }

    /// <summary>Begins to connect.</summary>
    public void Start() => _connector.Start();

    /// <summary>Queues a message; it waits there while there is no connection.</summary>
    /// <param name="frames">All frames; a REP peer needs an empty one first.</param>
    /// <param name="timeout">Longest wait for room in the queue.</param>
    /// <param name="cancellation">Ends the wait early.</param>
    /// <returns>False when there was no room in time, or the socket was disposed.</returns>
    /// <exception cref="ArgumentException">No frame.</exception>
    public bool Send(ReadOnlySpan<ReadOnlyMemory<byte>> frames, TimeSpan timeout, CancellationToken cancellation = default)
    {
        var message = OutboundMessage.Encode(frames);
        try
        {
            return _outbound.TryAdd(message, timeout, _options.TimeProvider, cancellation);
        }
        finally
        {
            message.Release();
        }
    }

    /// <summary>Takes the next received message.</summary>
    /// <param name="timeout">Longest wait for one.</param>
    /// <param name="message">The message; dispose it.</param>
    /// <param name="cancellation">Ends the wait early.</param>
    /// <returns>False when none came in time, or the socket was disposed.</returns>
    public bool Receive(TimeSpan timeout, [NotNullWhen(true)] out ZmqMessage? message, CancellationToken cancellation = default) =>
        _inbound.TryTake(timeout, _options.TimeProvider, cancellation, out message);

    /// <summary>Disconnects at once; what is queued is not sent.</summary>
    public void Dispose()
    {
        _inbound.Close();
        _outbound.Complete();
        _connector.Dispose();
        _outbound.Clear();
    }
}
