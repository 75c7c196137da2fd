using System.Collections.Concurrent;
using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Client;

namespace Catchment.Protocols.Tests.OpcUa.Client;

/// <summary>Keeps what it is told.</summary>
internal sealed class RecordingClientObserver : IOpcUaClientObserver
{
    private int _renewals;
    private int _recreated;
    private long _lost;
    private int _repeated;

    public ConcurrentQueue<OpcUaClientState> States { get; } = [];

    public ConcurrentQueue<OpcUaException> Failures { get; } = [];

    public int Renewals => Volatile.Read(ref _renewals);

    public int Recreated => Volatile.Read(ref _recreated);

    public int Repeated => Volatile.Read(ref _repeated);

    public long Lost => Volatile.Read(ref _lost);

    public void StateChanged(OpcUaClientState state, OpcUaException? why) => States.Enqueue(state);

    public void ReconnectFailed(OpcUaException why, TimeSpan delay) => Failures.Enqueue(why);

    public void ChannelRenewed() => Interlocked.Increment(ref _renewals);

    public void SubscriptionRecreated(OpcUaSubscription subscription) => Interlocked.Increment(ref _recreated);

    public void MessagesLost(OpcUaSubscription subscription, long count) => Interlocked.Add(ref _lost, count);

    public void MessageRepeated(OpcUaSubscription subscription) => Interlocked.Increment(ref _repeated);
}
