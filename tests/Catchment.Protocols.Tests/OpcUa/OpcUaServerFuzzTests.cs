using System.Net.Sockets;
using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Nodes;
using Catchment.Protocols.OpcUa.Server;
using Catchment.Protocols.OpcUa.Transport;
using Catchment.Protocols.Tests.OpcUa.Security;

namespace Catchment.Protocols.Tests.OpcUa;

/// <summary>Conversations as a client has them, with bytes changed, left out and repeated, before and after its session is up.</summary>
public sealed class OpcUaServerFuzzTests
{
    private const int Seed = 4840;

    private static readonly NodeId Root = new(84);
    private static readonly NodeId State = new(2259);
    private static readonly NodeId Number = SampleSpace.Id("number");
    private static readonly DateTime Noon = new(2026, 5, 1, 12, 0, 0, DateTimeKind.Utc);
    private static readonly NodeId Matrix = SampleSpace.Id("matrix");

    private readonly RecordingLogger _log = new();

    /// <summary>A request of each service, more or less as a client sends it.</summary>
    /// <param name="subscription">One of the session.</param>
    /// <param name="item">One of its items.</param>
    /// <param name="point">Of a browsing that is not finished.</param>
    private static IServiceRequest[] Requests(uint subscription = 1, uint item = 1, byte[]? point = null) =>
    [
        new FindServersRequest { EndpointUrl = "opc.tcp://localhost", LocaleIds = ["en"], ServerUris = ["urn:test:server"] },
        new GetEndpointsRequest { EndpointUrl = "opc.tcp://localhost", ProfileUris = ["x"] },
        new CreateSessionRequest { SessionName = "fuzz", ClientNonce = new byte[32], RequestedSessionTimeout = 60_000 },
        new ActivateSessionRequest { LocaleIds = ["en"], UserIdentityToken = new ExtensionObject(new AnonymousIdentityToken { PolicyId = "anonymous" }) },
        new BrowseRequest { NodesToBrowse = [new BrowseDescription { NodeId = Root, ResultMask = BrowseResultMask.All }], RequestedMaxReferencesPerNode = 1 },
        new BrowseNextRequest { ContinuationPoints = [point ?? [1, 2, 3, 4]] },
        new TranslateBrowsePathsToNodeIdsRequest { BrowsePaths = [new BrowsePath { StartingNode = Root, RelativePath = new RelativePath { Elements = [new RelativePathElement { TargetName = new QualifiedName("Objects"), IncludeSubtypes = true }] } }] },
        new RegisterNodesRequest { NodesToRegister = [Root, State] },
        new UnregisterNodesRequest { NodesToUnregister = [Root] },
        new ReadRequest { NodesToRead = [new ReadValueId { NodeId = State, AttributeId = 13 }, new ReadValueId { NodeId = new NodeId(2255), AttributeId = 13, IndexRange = "0:1" }] },
        new WriteRequest { NodesToWrite = [new WriteValue { NodeId = State, AttributeId = 13, Value = new DataValue(new Variant(3)) }] },
        new CreateSubscriptionRequest { RequestedPublishingInterval = 1000, RequestedLifetimeCount = 100, RequestedMaxKeepAliveCount = 10, PublishingEnabled = true },
        new WriteRequest { NodesToWrite = [new WriteValue { NodeId = Number, AttributeId = 13, Value = new DataValue(new Variant(3.0)) }, new WriteValue { NodeId = Matrix, AttributeId = 13, IndexRange = "0:1,1", Value = new DataValue(Variant.OfArray(BuiltInType.Double, new[] { 1.0, 2.0 }, [2, 1])) }] },
        Watch(subscription),
        new SetTriggeringRequest { SubscriptionId = subscription, TriggeringItemId = item, LinksToAdd = [item + 1], LinksToRemove = [item + 2] },
        new ModifyMonitoredItemsRequest { SubscriptionId = subscription, ItemsToModify = [new MonitoredItemModifyRequest { MonitoredItemId = item, RequestedParameters = new MonitoringParameters { SamplingInterval = 70, QueueSize = 5, Filter = new ExtensionObject(new DataChangeFilter { Trigger = DataChangeTrigger.StatusValueTimestamp }) } }] },
        new SetMonitoringModeRequest { SubscriptionId = subscription, MonitoredItemIds = [item] },
        new DeleteMonitoredItemsRequest { SubscriptionId = subscription, MonitoredItemIds = [item] },
        new ModifySubscriptionRequest { SubscriptionId = subscription },
        new SetPublishingModeRequest { SubscriptionIds = [subscription] },
        new PublishRequest { SubscriptionAcknowledgements = [new SubscriptionAcknowledgement { SubscriptionId = subscription, SequenceNumber = 1 }] },
        new RepublishRequest { SubscriptionId = subscription, RetransmitSequenceNumber = 1 },
        new TransferSubscriptionsRequest { SubscriptionIds = [subscription] },
        new DeleteSubscriptionsRequest { SubscriptionIds = [subscription] },
        new CallRequest { MethodsToCall = [new CallMethodRequest { ObjectId = new NodeId(2253), MethodId = new NodeId(11492), InputArguments = [new Variant(subscription)] }] },
        new HistoryReadRequest { HistoryReadDetails = new ExtensionObject(new ReadRawModifiedDetails { StartTime = Noon, NumValuesPerNode = 2, ReturnBounds = true }), TimestampsToReturn = TimestampsToReturn.Both, NodesToRead = [new HistoryReadValueId { NodeId = Number }] },
        new CancelRequest { RequestHandle = 1 },
    ];

    private static CreateMonitoredItemsRequest Watch(uint subscription) => new()
    {
        SubscriptionId = subscription,
        TimestampsToReturn = TimestampsToReturn.Both,
        ItemsToCreate =
        [
            .. new[] { State, Number, Matrix }.Select(static node => new MonitoredItemCreateRequest
            {
                ItemToMonitor = new ReadValueId { NodeId = node, AttributeId = 13 },
                MonitoringMode = MonitoringMode.Reporting,
                RequestedParameters = new MonitoringParameters { SamplingInterval = 50, QueueSize = 3, DiscardOldest = true, Filter = new ExtensionObject(new DataChangeFilter { Trigger = DataChangeTrigger.StatusValue }) },
            }),
        ],
    };

    [Fact]
    public async Task Mutated_messages_of_a_peer_without_a_session_get_nothing_but_discovery_and_the_server_goes_on()
    {
        await using var server = OpcUaServer.Start(TestServer.Plain with { Logger = _log });
        var random = new Random(Seed);
        await ConverseAsync(server, random, Fuzzing.Rounds(4_000, 300_000), withSession: false);
        await GoesOnAsync(server);
    }

    [Fact]
    public async Task Mutated_messages_within_a_session_cost_at_most_its_connection()
    {
        await using var server = OpcUaServer.Start(TestServer.Plain with { Nodes = Space(), Logger = _log });
        var random = new Random(Seed + 1);
        await ConverseAsync(server, random, Fuzzing.Rounds(4_000, 700_000), withSession: true);
        await GoesOnAsync(server);
    }

    [Fact]
    public async Task Whole_conversations_with_bytes_changed_anywhere_harm_nobody()
    {
        await using var server = OpcUaServer.Start(TestServer.Plain with { Logger = _log });
        var random = new Random(Seed + 2);
        for (var round = 0; round < Fuzzing.Rounds(300, 20_000); round++)
        {
            using var client = round % 2 == 0 ? new RawOpcUaClient(server.Endpoints[0]) : await RawOpcUaClient.OpenAsync(server.Endpoints[0], 8192);
            byte[] conversation = round % 2 == 0 ? [.. RawOpcUaClient.Hello(), .. client.Open(Open)] : [.. Conversation(client)];
            try
            {
                await client.SendAsync(Mutate(conversation, random, 1 + random.Next(3)));
                client.FinishSending();
                await client.EndAsync();
            }
            catch (Exception e) when (e is SocketException or OpcUaException)
            {
                // The server had enough of it.
            }
        }

        await GoesOnAsync(server);
    }

    /// <summary>Nothing is kept for peers that are gone, no service made a mistake, and who comes next is served.</summary>
    private async Task GoesOnAsync(OpcUaServer server)
    {
        await Eventually.TrueAsync(() => server.Connections == 0);
        server.BufferedBytes.ShouldBe(0);
        _log.Lines.Where(static line => line.StartsWith("Error", StringComparison.Ordinal)).ShouldBeEmpty();
        await using var client = await TestChannel.OpenSessionAsync(server.Endpoints[0]);
        var read = await client.AskAsync<ReadResponse>(new ReadRequest { NodesToRead = [new ReadValueId { NodeId = State, AttributeId = 13 }] });
        read.Results.ShouldHaveSingleItem().Value.ShouldBe(new Variant((int)ServerState.Running));
    }

    private static async Task ConverseAsync(OpcUaServer server, Random random, int rounds, bool withSession)
    {
        TestChannel? client = null;
        var requests = Requests();
        for (var round = 0; round < rounds; round++)
        {
            if (client is null || client.Closed.IsCompleted)
            {
                if (client is not null)
                    await client.DisposeAsync();
                client = withSession ? await TestChannel.OpenSessionAsync(server.Endpoints[0]) : await TestChannel.OpenAsync(server.Endpoints[0]);
            }

            // What was made is changed and deleted sooner or later.
            if (withSession && round % 100 == 0)
                requests = await EnterAsync(client);
            var request = requests[random.Next(requests.Length)];
            request.RequestHeader = RequestHeader.Empty with { RequestHandle = 1, AuthenticationToken = client.Token };
            var body = Mutate(RawOpcUaClient.Body(request), random, 1 + random.Next(3));
            if (body.Length > 60_000)
                continue;
            await AskAsync(client, body, withSession);
        }

        await client!.DisposeAsync();
    }

    /// <summary>Requests for what the session really has.</summary>
    private static async Task<IServiceRequest[]> EnterAsync(TestChannel client)
    {
        try
        {
            var request = new CreateSubscriptionRequest { RequestedPublishingInterval = 50, RequestedLifetimeCount = 10_000, RequestedMaxKeepAliveCount = 10, PublishingEnabled = true };
            var subscription = (await client.AskAsync<CreateSubscriptionResponse>(request)).SubscriptionId;
            var items = await client.AskAsync<CreateMonitoredItemsResponse>(Watch(subscription));
            items.Results.ShouldAllBe(i => i.StatusCode == StatusCodes.Good);
            var browsed = await client.AskAsync<BrowseResponse>(new BrowseRequest { NodesToBrowse = [new BrowseDescription { NodeId = Root }], RequestedMaxReferencesPerNode = 1 });
            return Requests(subscription, items.Results[0].MonitoredItemId, browsed.Results[0].ContinuationPoint);
        }
        catch (OpcUaException)
        {
            // As many subscriptions as there may be, or the connection is over.
            return Requests();
        }
    }

    private static NodeSpace Space()
    {
        var sample = new SampleSpace();
        var recording = new Recording();
        for (var i = 0; i < 10; i++)
            recording.Values.Add(new DataValue(new Variant((double)i), default, Noon.AddMinutes(i)));
        sample.Add(new MemoryNode("number", 11, new DataValue(new Variant(1.0))) { AccessLevel = AccessLevels.CurrentRead | AccessLevels.CurrentWrite | AccessLevels.HistoryRead, History = recording });
        sample.Add(new MemoryNode("matrix", 11, new DataValue(Variant.OfArray(BuiltInType.Double, new double[4], [2, 2])))
        {
            ValueRank = 2,
            AccessLevel = AccessLevels.CurrentRead | AccessLevels.CurrentWrite,
        });
        return sample.Space;
    }

    /// <summary>An answer may wait, as Publish's does: what is asked behind it is answered all the same, or the connection is over.</summary>
    private static async Task AskAsync(TestChannel client, byte[] body, bool withSession)
    {
        try
        {
            var answer = client.BeginRawAsync(body);
            await client.AskAsync<FindServersResponse>(new FindServersRequest());
            if (!withSession)
                (await answer.InTimeAsync() is ServiceFault or FindServersResponse or GetEndpointsResponse or CreateSessionResponse).ShouldBeTrue();
        }
        catch (Exception e) when (e is OpcUaException or IOException or SocketException or ObjectDisposedException)
        {
            // The server has closed the connection.
        }
    }

    private static OpenSecureChannelRequest Open { get; } = new() { SecurityMode = MessageSecurityMode.None, RequestedLifetime = 60_000 };

    private static List<byte> Conversation(RawOpcUaClient client)
    {
        List<byte> bytes = [];
        foreach (var request in Requests())
        {
            request.RequestHeader = RequestHeader.Empty with { RequestHandle = 1 };
            var body = RawOpcUaClient.Body(request);
            bytes.AddRange(client.Chunk(body.AsMemory(0, 20), ChunkKind.Intermediate));
            bytes.AddRange(client.Chunk(body.AsMemory(20)));
        }

        bytes.AddRange(client.Open(Open with { RequestType = SecurityTokenRequestType.Renew }));
        bytes.AddRange(client.Chunk(new byte[4], type: MessageType.Close));
        return bytes;
    }

    private static byte[] Mutate(byte[] original, Random random, int times)
    {
        var bytes = original.ToArray();
        for (var i = 0; i < times && bytes.Length > 0; i++)
        {
            var at = random.Next(bytes.Length);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes = [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + 1 + random.Next(8))..]];
                    break;
                case 3:
                    bytes = [.. bytes[..at], .. bytes[Math.Max(0, at - random.Next(16))..]];
                    break;
                case 4 when bytes.Length >= at + 4:
                    BitConverter.TryWriteBytes(bytes.AsSpan(at), random.Next(3) switch { 0 => int.MaxValue, 1 => -1, _ => 1 << random.Next(31) });
                    break;
                default:
                    bytes = bytes[..at];
                    break;
            }
        }

        return bytes;
    }
}
