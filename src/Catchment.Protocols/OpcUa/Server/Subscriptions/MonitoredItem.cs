using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Nodes;
using Catchment.Protocols.OpcUa.Server.Attributes;

namespace Catchment.Protocols.OpcUa.Server.Subscriptions;

/// <summary>An attribute of a node that a subscription watches. All of it is guarded by its set's lock. Source: OPC 10000-4, 5.13.1.</summary>
/// <param name="id">Its number within the subscription.</param>
/// <param name="target">What is watched; the node may go and come again.</param>
/// <param name="range">The part of an array or text that counts.</param>
internal sealed class MonitoredItem(uint id, ReadValueId target, NumericRange? range)
{
    private readonly bool _isWholeValue = target.AttributeId == AttributeIds.Value && range is null && string.IsNullOrEmpty(target.DataEncoding.Name);
    private DataValue _last;
    private Node? _node;
    private (double Low, double High)? _engineeringRange;
    private bool _sampled;
    private bool _failing;
    private long _held;

    public uint Id { get; } = id;

    public NodeId NodeId => target.NodeId;

    public uint AttributeId => target.AttributeId;

    public uint ClientHandle { get; set; }

    public MonitoringMode Mode { get; set; }

    public TimestampsToReturn Timestamps { get; set; }

    public ItemFilter Filter { get; set; }

    public required SampleQueue Queue { get; init; }

    /// <summary>What the bytes of its values count for; null: nothing.</summary>
    public SubscriptionBudget? Budget { get; init; }

    /// <summary>What samples it; where it stands there.</summary>
    public SamplingGroup? Group { get; set; }

    public int GroupIndex { get; set; }

    /// <summary>The items that are reported when this one has something new; null: none were ever linked.</summary>
    public HashSet<MonitoredItem>? Triggers { get; set; }

    /// <summary>The items that have this one among their <see cref="Triggers"/>.</summary>
    public HashSet<MonitoredItem>? TriggeredBy { get; set; }

    /// <summary>It is only sampled, but what it has is published with the next message.</summary>
    public bool Triggered { get; set; }

    /// <summary>Whether it stands among the items that have something to publish, and between which.</summary>
    public bool IsReady { get; set; }

    public MonitoredItem? PreviousReady { get; set; }

    public MonitoredItem? NextReady { get; set; }

    /// <summary>Whether what is queued may be published.</summary>
    public bool Reports => Mode == MonitoringMode.Reporting || Triggered;

    /// <summary>Looks at the node.</summary>
    /// <returns>Whether it found something new, which is in the queue now.</returns>
    public bool Sample(SubscriptionService service, OpcUaUser user, DateTime now)
    {
        var sample = Read(service, user, out var isNew);
        if (!isNew)
            return false;
        if (!service.Budget.CanHold(ValueSize.Of(sample.Value)))
        {
            // Rather than the server's memory it costs this value.
            if (_sampled && _last.Status == StatusCodes.BadOutOfMemory)
                return false;
            sample = new DataValue(StatusCodes.BadOutOfMemory);
        }

        _sampled = true;
        _last = sample.ServerTimestamp is null && ReadService.TellsServerTime(_node, AttributeId) ? sample with { ServerTimestamp = now } : sample;
        Queue.Enqueue(_last);
        Account();
        return true;
    }

    /// <summary>Queues the last sample once more, unless something newer waits.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Repeat()
    {
        if (!_sampled || Queue.Count > 0)
            return false;
        Queue.Enqueue(_last);
        Account();
        return true;
    }

    /// <summary>Holds another number of values from now on.</summary>
    public void Resize(int size, bool discardOldest)
    {
        Queue.Resize(size, discardOldest);
        Account();
    }

    /// <summary>Forgets what it saw: the next sample is new in any case.</summary>
    public void Forget()
    {
        Queue.Clear();
        _sampled = false;
        _last = default;
        Account();
    }

    /// <summary>A queued value as the client wishes it.</summary>
    public DataValue Take()
    {
        var value = Queue.Dequeue();
        Account();
        var source = Timestamps is TimestampsToReturn.Source or TimestampsToReturn.Both;
        var server = Timestamps is TimestampsToReturn.Server or TimestampsToReturn.Both;
        return value with
        {
            SourceTimestamp = source ? value.SourceTimestamp : null,
            SourcePicoseconds = source ? value.SourcePicoseconds : (ushort)0,
            ServerTimestamp = server ? value.ServerTimestamp : null,
            ServerPicoseconds = server ? value.ServerPicoseconds : (ushort)0,
        };
    }

    private void Account()
    {
        var held = Queue.Bytes + ValueSize.Of(_last.Value);
        Budget?.Hold(held - _held);
        _held = held;
    }

    private DataValue Read(SubscriptionService service, OpcUaUser user, out bool isNew)
    {
        try
        {
            var sample = ReadNode(service, user);
            isNew = !_sampled || Filter.Passes(_last, sample, _engineeringRange);
            _failing = false;
            return sample;
        }
#pragma warning disable CA1031 // A node's owner may throw what it likes, its structures too when they are compared: it costs this value, not the other items.
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (!_failing)
                service.ReadFailed?.Invoke(NodeId, e);
            _failing = true;
            isNew = !_sampled || _last.Status != StatusCodes.BadUnexpectedError;
            return new DataValue(StatusCodes.BadUnexpectedError);
        }
    }

    private DataValue ReadNode(SubscriptionService service, OpcUaUser user)
    {
        if (!ReferenceEquals(_node?.Space, service.Space))
            _node = service.Space.Find(NodeId);
        if (_node is null)
            return new DataValue(StatusCodes.BadNodeIdUnknown);
        if (_node is not VariableNode variable)
            return service.Reading.Read(_node, AttributeId, range, target.DataEncoding, user);
        _engineeringRange = variable.EngineeringRange;
        if (!_isWholeValue)
            return service.Reading.Read(_node, AttributeId, range, target.DataEncoding, user);
        if ((variable.AccessLevel & AccessLevels.CurrentRead) == AccessLevels.None)
            return new DataValue(StatusCodes.BadNotReadable);
        return (variable.UserAccess(user) & AccessLevels.CurrentRead) == AccessLevels.None ? new DataValue(StatusCodes.BadUserAccessDenied) : variable.Read();
    }
}
