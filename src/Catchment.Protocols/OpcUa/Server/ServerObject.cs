using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Nodes;

namespace Catchment.Protocols.OpcUa.Server;

/// <summary>Fills the variables of the Server object. Diagnostics are off, and their variables cannot be read. Source: OPC 10000-5, 6.3 and 8.3.</summary>
internal sealed class ServerObject
{
    private static readonly uint[] Diagnostics = [2275, 2276, 2277, 2278, 2279, 2281, 2282, 2284, 2285, 2286, 2287, 2288, 3705, 2290, 3707, 3708];

    /// <summary>Events, annotations, and changing what is recorded. Source: OPC 10000-11, 5.7.</summary>
    private static readonly uint[] NotInHistory = [11242, 11196, 11197, 11198, 11199, 11200, 11281, 11282, 11283, 11502, 11275];

    private readonly NodeSpace _space;
    private readonly TimeProvider _time;
    private readonly ServerFacts _facts;
    private readonly DateTime _start;
    private volatile Running _running = new(ServerState.Running, 0, default);

    /// <summary>Fills them.</summary>
    /// <param name="space">Where they stand.</param>
    /// <param name="facts">What does not change.</param>
    /// <param name="time">The clock; the server starts now.</param>
    public ServerObject(NodeSpace space, ServerFacts facts, TimeProvider time)
    {
        (_space, _facts, _time) = (space, facts, time);
        _start = Now;
        Set(2254, Texts([facts.ApplicationUri]));
        Set(2267, new Variant((byte)255)); // ServiceLevel
        Set(2994, new Variant(false)); // Auditing
        Set(3709, new Variant(0)); // RedundancySupport: none
        SetStatus();
        SetCapabilities();
        SetOperationLimits();
        SetHistoryCapabilities();
        Set(2294, new Variant(false)); // EnabledFlag
        Set(15964, new Variant("")); // StaticStringNodeIdPattern of the standard's namespace: none
        foreach (var id in Diagnostics)
            space.Standard(id).Set(new DataValue(StatusCodes.BadNotReadable));
    }

    /// <summary>How it runs.</summary>
    public ServerState State => _running.State;

    private DateTime Now => _time.GetUtcNow().UtcDateTime;

    /// <summary>Tells clients that the server is going to stop.</summary>
    /// <param name="seconds">In how many seconds.</param>
    /// <param name="reason">Why.</param>
    public void TellShutdown(uint seconds, LocalizedText reason) => _running = new(ServerState.Shutdown, seconds, reason);

    private static Variant Texts(string[] texts) => Variant.OfArray(BuiltInType.String, texts);

    private void SetStatus()
    {
        Set(2256, () => new Variant(Status()));
        Set(2257, new Variant(_start));
        Set(2258, () => new Variant(Now));
        Set(2259, () => new Variant((int)_running.State));
        Set(2992, () => new Variant(_running.SecondsTillShutdown));
        Set(2993, () => new Variant(_running.ShutdownReason));
        var build = _facts.BuildInfo;
        Set(2260, new Variant(build));
        Set(2261, new Variant(build.ProductName));
        Set(2262, new Variant(build.ProductUri));
        Set(2263, new Variant(build.ManufacturerName));
        Set(2264, new Variant(build.SoftwareVersion));
        Set(2265, new Variant(build.BuildNumber));
        Set(2266, new Variant(build.BuildDate));
    }

    private ServerStatusDataType Status()
    {
        var running = _running;
        return new ServerStatusDataType
        {
            StartTime = _start,
            CurrentTime = Now,
            State = running.State,
            BuildInfo = _facts.BuildInfo,
            SecondsTillShutdown = running.SecondsTillShutdown,
            ShutdownReason = running.ShutdownReason,
        };
    }

    private void SetCapabilities()
    {
        Set(2269, Texts(_facts.Profiles));
        Set(2271, Texts(_facts.Locales));
        Set(2272, new Variant(_facts.MinSupportedSampleRate));
        Set(2735, new Variant((ushort)Math.Min(_facts.OperationLimits.MaxBrowseContinuationPoints, ushort.MaxValue)));
        Set(2736, new Variant((ushort)0)); // continuation points of queries
        Set(2737, new Variant((ushort)Math.Min(_facts.OperationLimits.MaxHistoryContinuationPoints, ushort.MaxValue)));
        Set(3704, Variant.OfArray(BuiltInType.ExtensionObject, Array.Empty<ExtensionObject>())); // software certificates
        Set(11702, new Variant((uint)_facts.Limits.MaxArrayLength));
        Set(11703, new Variant((uint)_facts.Limits.MaxStringLength));
        Set(12911, new Variant((uint)_facts.Limits.MaxByteStringLength));
        Set(24095, new Variant(_facts.MaxSessions));
        Set(24096, new Variant(_facts.MaxSubscriptions));
        Set(24097, new Variant(_facts.MaxMonitoredItems));
        Set(24098, new Variant(_facts.MaxSubscriptionsPerSession));
        Set(24104, new Variant(_facts.MaxMonitoredItemsPerSubscription));
        Set(31916, new Variant(_facts.MaxMonitoredItemsQueueSize));
    }

    private void SetOperationLimits()
    {
        var limits = _facts.OperationLimits;
        Set(11705, new Variant((uint)limits.MaxNodesPerRead));
        Set(11707, new Variant((uint)limits.MaxNodesPerWrite));
        Set(12165, new Variant((uint)limits.MaxNodesPerHistoryRead));
        Set(11709, new Variant((uint)limits.MaxNodesPerMethodCall));
        Set(11710, new Variant((uint)limits.MaxNodesPerBrowse));
        Set(11711, new Variant((uint)limits.MaxNodesPerRegisterNodes));
        Set(11712, new Variant((uint)limits.MaxNodesPerTranslateBrowsePathsToNodeIds));
        Set(11714, new Variant((uint)limits.MaxMonitoredItemsPerCall));
    }

    private void SetHistoryCapabilities()
    {
        Set(11193, new Variant(true)); // AccessHistoryDataCapability
        Set(19091, new Variant(false)); // ServerTimestampSupported: what is told as such is the source's
        Set(11273, new Variant((uint)_facts.OperationLimits.MaxHistoryValuesPerNode));
        Set(11274, new Variant(0u)); // MaxReturnEventValues
        foreach (var notThere in NotInHistory)
            Set(notThere, new Variant(false));
    }

    private void Set(uint id, Variant value) => _space.Standard(id).Set(new DataValue(value, sourceTimestamp: _start));

    private void Set(uint id, Func<Variant> value) => _space.Standard(id).Set(() => new DataValue(value(), sourceTimestamp: Now));

    private sealed record Running(ServerState State, uint SecondsTillShutdown, LocalizedText ShutdownReason);
}
