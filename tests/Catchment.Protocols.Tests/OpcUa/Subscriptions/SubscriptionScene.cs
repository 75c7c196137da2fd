using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Nodes;
using Catchment.Protocols.OpcUa.Security;
using Catchment.Protocols.OpcUa.Server;
using Catchment.Protocols.OpcUa.Server.Attributes;
using Catchment.Protocols.OpcUa.Server.Sessions;
using Catchment.Protocols.OpcUa.Server.Subscriptions;

namespace Catchment.Protocols.Tests.OpcUa.Subscriptions;

/// <summary>An address space, the services of subscriptions, and a session, with a clock that the test moves.</summary>
internal sealed class SubscriptionScene : IDisposable
{
    private uint _lastSession;

    public SubscriptionScene(OpcUaSubscriptionLimits? limits = null)
    {
        Space = new NodeSpace("urn:test", Time);
        Namespace = Space.AddNamespace("urn:test:nodes");
        Service = new SubscriptionService(
            Space, new ReadService(Space, new OpcUaOperationLimits(), Time), limits ?? new OpcUaSubscriptionLimits(), Time, new OpcUaLimits())
        {
            ReadFailed = (id, _) => Failed.Add(id),
        };
        Items = new MonitoredItemService(Service);
        Session = NewSession();
    }

    public ManualTime Time { get; } = new();

    public NodeSpace Space { get; }

    public ushort Namespace { get; }

    public SubscriptionService Service { get; }

    public MonitoredItemService Items { get; }

    public ServerSession Session { get; }

    public List<NodeId> Failed { get; } = [];

    public void Dispose() => Service.Dispose();

    public ServerSession NewSession(string? user = null, string? application = null, SecurityPolicy? policy = null) => new(new NodeId(++_lastSession, 1), "test")
    {
        User = new OpcUaUser(user),
        Binding = new SessionBinding
        {
            Token = SessionTable.NewToken(),
            Timeout = TimeSpan.FromMinutes(1),
            MaxResponseSize = 0,
            ApplicationUri = application ?? "urn:test:client",
            ClientCertificate = null,
            Policy = policy ?? SecurityPolicy.None,
            Mode = policy is null ? MessageSecurityMode.None : MessageSecurityMode.Sign,
            Nonce = [],
        },
    };

    public ValueNode Variable(string name, Variant value = default, uint dataType = 24, (double, double)? range = null, double leastSampling = 0, AccessLevels access = AccessLevels.CurrentRead)
    {
        var node = new ValueNode(new NodeId(name, Namespace), new QualifiedName(name, Namespace), new NodeId(dataType))
        {
            EngineeringRange = range,
            MinimumSamplingInterval = leastSampling,
            AccessLevel = access,
        };
        node.Set(new DataValue(value));
        Space.Add(node, StandardIds.ObjectsFolder, StandardIds.Organizes);
        return node;
    }

    public ValueNode Number(string name, double value = 0, (double, double)? range = null) => Variable(name, new Variant(value), (uint)BuiltInType.Double, range);

    public CreateSubscriptionResponse Subscribe(
        double interval = 100, uint keepAlive = 10, uint lifetime = 100, uint maxNotifications = 0, byte priority = 0, bool isEnabled = true, ServerSession? session = null) =>
        Service.Create(session ?? Session, new CreateSubscriptionRequest
        {
            RequestedPublishingInterval = interval,
            RequestedMaxKeepAliveCount = keepAlive,
            RequestedLifetimeCount = lifetime,
            MaxNotificationsPerPublish = maxNotifications,
            Priority = priority,
            PublishingEnabled = isEnabled,
        });

    public uint SubscribeId(
        double interval = 100, uint keepAlive = 10, uint lifetime = 100, uint maxNotifications = 0, byte priority = 0, bool isEnabled = true, ServerSession? session = null) =>
        Subscribe(interval, keepAlive, lifetime, maxNotifications, priority, isEnabled, session).SubscriptionId;

    public static MonitoredItemCreateRequest Item(
        NodeId node, uint handle = 1, double sampling = -1, uint queue = 1, bool discardOldest = true, DataChangeFilter? filter = null,
        MonitoringMode mode = MonitoringMode.Reporting, uint attribute = AttributeIds.Value, string? range = null, QualifiedName encoding = default) => new()
        {
            ItemToMonitor = new ReadValueId { NodeId = node, AttributeId = attribute, IndexRange = range, DataEncoding = encoding },
            MonitoringMode = mode,
            RequestedParameters = new MonitoringParameters
            {
                ClientHandle = handle,
                SamplingInterval = sampling,
                QueueSize = queue,
                DiscardOldest = discardOldest,
                Filter = filter is null ? null : new ExtensionObject(filter),
            },
        };

    public MonitoredItemCreateResult[] Watch(uint subscription, params MonitoredItemCreateRequest[] items) =>
        Items.Create(Session, new CreateMonitoredItemsRequest { SubscriptionId = subscription, TimestampsToReturn = TimestampsToReturn.Both, ItemsToCreate = items }).Results;

    /// <summary>Watches one, which has to go well.</summary>
    public uint WatchOne(uint subscription, MonitoredItemCreateRequest item)
    {
        var result = Watch(subscription, item).Single();
        result.StatusCode.ShouldBe(StatusCodes.Good);
        return result.MonitoredItemId;
    }

    public Task<IServiceResponse> Publish(ServerSession? session = null, uint timeout = 0, uint handle = 0, CancellationToken cancellation = default, params (uint Subscription, uint Number)[] acknowledge) =>
        Service.PublishAsync(
            session ?? Session,
            new PublishRequest
            {
                RequestHeader = new RequestHeader { TimeoutHint = timeout, RequestHandle = handle },
                SubscriptionAcknowledgements = Array.ConvertAll(acknowledge, a => new SubscriptionAcknowledgement { SubscriptionId = a.Subscription, SequenceNumber = a.Number }),
            },
            cancellation).AsTask();

    public void Advance(double milliseconds) => Time.Advance(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>Lets so many publishing cycles of 100 ms pass.</summary>
    public void Cycle(int count = 1)
    {
        for (var i = 0; i < count; i++)
            Advance(100);
    }

    /// <summary>The next message, with a cycle to make it.</summary>
    public PublishResponse Next(ServerSession? session = null)
    {
        var publish = Publish(session);
        if (!publish.IsCompleted)
            Cycle();
        return Answer(publish);
    }

    /// <summary>What a request was answered with; it must have been by now.</summary>
    public static PublishResponse Answer(Task<IServiceResponse> publish)
    {
        publish.IsCompletedSuccessfully.ShouldBeTrue("not answered yet");
        return publish.Result.ShouldBeOfType<PublishResponse>();
    }

    public static StatusCode Fault(Task<IServiceResponse> publish)
    {
        publish.IsCompletedSuccessfully.ShouldBeTrue("not answered yet");
        return publish.Result.ShouldBeOfType<ServiceFault>().ResponseHeader.ServiceResult;
    }

    public static StatusCode Refusal(Action call) => Should.Throw<OpcUaException>(call).Status;

    public static MonitoredItemNotification[] Notifications(PublishResponse response) => Notifications(response.NotificationMessage);

    public static MonitoredItemNotification[] Notifications(NotificationMessage message) =>
        message.NotificationData.Length == 0
            ? []
            : StructureTypes.Decode(message.NotificationData.Single(), new OpcUaLimits()).ShouldBeOfType<DataChangeNotification>().MonitoredItems;

    public static double[] Numbers(PublishResponse response) => [.. Notifications(response).Select(n => n.Value.Value.TryGetNumber(out var number) ? number : double.NaN)];

    public static StatusCode StatusChange(PublishResponse response) =>
        response.NotificationMessage.NotificationData.Single()!.Structure.ShouldBeOfType<StatusChangeNotification>().Status;
}
