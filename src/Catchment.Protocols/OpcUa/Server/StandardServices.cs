using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Nodes;
using Catchment.Protocols.OpcUa.Server.Attributes;
using Catchment.Protocols.OpcUa.Server.Dispatch;
using Catchment.Protocols.OpcUa.Server.Subscriptions;
using Catchment.Protocols.OpcUa.Server.Views;

namespace Catchment.Protocols.OpcUa.Server;

/// <summary>The services that this library has, on an address space.</summary>
internal static class StandardServices
{
    /// <summary>The table of them.</summary>
    /// <param name="options">The address space and the limits.</param>
    public static ServiceTable Of(OpcUaServerOptions options)
    {
        var space = options.Nodes ?? new NodeSpace(options.ApplicationUri, options.Time);
        var table = new ServiceTable();
        var reading = new ReadService(space, options.OperationLimits, options.Time, options.Limits.MaxMessageSize);
        AddViews(table, new BrowseService(space, options.OperationLimits), new TranslateService(space, options.OperationLimits), new RegisterService(options.OperationLimits));
        table.Add<ReadRequest>(reading.Read);
        table.Add<HistoryReadRequest>(new HistoryService(space, options.OperationLimits, options.Limits)
        {
            ReadFailed = (node, e) => OpcUaServerLog.ReadFailed(options.Logger, e, node),
        }.Read);
        table.Add<WriteRequest>(new WriteService(space, options.OperationLimits).Write);
        var subscriptions = new SubscriptionService(space, reading, options.SubscriptionLimits, options.Time, options.Limits)
        {
            ReadFailed = (node, e) => OpcUaServerLog.ReadFailed(options.Logger, e, node),
            TimerFailed = e => OpcUaServerLog.TimerFailed(options.Logger, e),
        };
        AddSubscriptions(table, subscriptions);
        AddItems(table, new MonitoredItemService(subscriptions));
        new SubscriptionMethods(subscriptions).Add(space);
        table.Add<CallRequest>(new CallService(space, options.OperationLimits).Call);
        var server = new ServerObject(space, Facts(options), options.Time);
        table.SessionClosed = subscriptions.SessionClosed;
        table.Stopping = notice => server.TellShutdown((uint)Math.Ceiling(notice.TotalSeconds), new LocalizedText("The server stops.", "en"));
        table.Stopped = subscriptions.Dispose;
        return table;
    }

    private static void AddViews(ServiceTable table, BrowseService browsing, TranslateService paths, RegisterService registering)
    {
        table.Add<BrowseRequest>(browsing.Browse);
        table.Add<BrowseNextRequest>(browsing.BrowseNext);
        table.Add<TranslateBrowsePathsToNodeIdsRequest>((_, request) => paths.Translate(request));
        table.Add<RegisterNodesRequest>((_, request) => registering.Register(request));
        table.Add<UnregisterNodesRequest>((_, request) => registering.Unregister(request));
    }

    private static void AddSubscriptions(ServiceTable table, SubscriptionService subscriptions)
    {
        table.Add<CreateSubscriptionRequest>(subscriptions.Create);
        table.Add<ModifySubscriptionRequest>(subscriptions.Modify);
        table.Add<SetPublishingModeRequest>(subscriptions.SetPublishingMode);
        table.Add<DeleteSubscriptionsRequest>(subscriptions.Delete);
        table.Add<TransferSubscriptionsRequest>(subscriptions.Transfer);
        table.Add<RepublishRequest>(subscriptions.Republish);
        table.Add<PublishRequest>(subscriptions.PublishAsync);
        table.Add<CancelRequest>(static (session, request) => new CancelResponse { CancelCount = (uint)SubscriptionService.Cancel(session, request.RequestHandle) });
    }

    private static void AddItems(ServiceTable table, MonitoredItemService items)
    {
        table.Add<CreateMonitoredItemsRequest>(items.Create);
        table.Add<ModifyMonitoredItemsRequest>(items.Modify);
        table.Add<SetMonitoringModeRequest>(items.SetMonitoringMode);
        table.Add<SetTriggeringRequest>(items.SetTriggering);
        table.Add<DeleteMonitoredItemsRequest>(items.Delete);
    }

    private static ServerFacts Facts(OpcUaServerOptions options) => new()
    {
        ApplicationUri = options.ApplicationUri,
        BuildInfo = new BuildInfo
        {
            ProductUri = options.ProductUri,
            ManufacturerName = options.ManufacturerName,
            ProductName = options.ApplicationName,
            SoftwareVersion = options.SoftwareVersion,
            BuildNumber = options.SoftwareVersion,
            BuildDate = options.BuildDate,
        },
        Limits = options.Limits,
        OperationLimits = options.OperationLimits,
        MinSupportedSampleRate = options.SubscriptionLimits.MinSamplingInterval,
        MaxSessions = (uint)options.MaxSessions,
        MaxSubscriptions = (uint)options.SubscriptionLimits.MaxSubscriptions,
        MaxSubscriptionsPerSession = (uint)options.SubscriptionLimits.MaxSubscriptionsPerSession,
        MaxMonitoredItems = (uint)options.SubscriptionLimits.MaxMonitoredItems,
        MaxMonitoredItemsPerSubscription = (uint)options.SubscriptionLimits.MaxMonitoredItemsPerSubscription,
        MaxMonitoredItemsQueueSize = (uint)options.SubscriptionLimits.MaxQueueSize,
    };
}
