using System.Net.Sockets;
using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Server;
using Catchment.Protocols.OpcUa.Transport;

namespace Catchment.Protocols.Tests.OpcUa;

/// <summary>Conversations as a client has them, with bytes changed, left out and repeated, before and after its session is up.</summary>
public sealed class OpcUaServerFuzzTests
{
    private const int Seed = 4840;

    private static readonly NodeId Root = new(84);
    private static readonly NodeId State = new(2259);

    /// <summary>A request of each service, more or less as a client sends it.</summary>
    private static IServiceRequest[] Requests { get; } =
    [
        new FindServersRequest { EndpointUrl = "opc.tcp://localhost", LocaleIds = ["en"], ServerUris = ["urn:test:server"] },
        new GetEndpointsRequest { EndpointUrl = "opc.tcp://localhost", ProfileUris = ["x"] },
        new CreateSessionRequest { SessionName = "fuzz", ClientNonce = new byte[32], RequestedSessionTimeout = 60_000 },
        new ActivateSessionRequest { LocaleIds = ["en"], UserIdentityToken = new ExtensionObject(new AnonymousIdentityToken { PolicyId = "anonymous" }) },
        new BrowseRequest { NodesToBrowse = [new BrowseDescription { NodeId = Root, ResultMask = BrowseResultMask.All }], RequestedMaxReferencesPerNode = 1 },
        new BrowseNextRequest { ContinuationPoints = [[1, 2, 3, 4]] },
        new TranslateBrowsePathsToNodeIdsRequest { BrowsePaths = [new BrowsePath { StartingNode = Root, RelativePath = new RelativePath { Elements = [new RelativePathElement { TargetName = new QualifiedName("Objects"), IncludeSubtypes = true }] } }] },
        new RegisterNodesRequest { NodesToRegister = [Root, State] },
        new UnregisterNodesRequest { NodesToUnregister = [Root] },
        new ReadRequest { NodesToRead = [new ReadValueId { NodeId = State, AttributeId = 13 }, new ReadValueId { NodeId = new NodeId(2255), AttributeId = 13, IndexRange = "0:1" }] },
        new WriteRequest { NodesToWrite = [new WriteValue { NodeId = State, AttributeId = 13, Value = new DataValue(new Variant(3)) }] },
        new CreateSubscriptionRequest { RequestedPublishingInterval = 1000, RequestedLifetimeCount = 100, RequestedMaxKeepAliveCount = 10, PublishingEnabled = true },
        new CreateMonitoredItemsRequest { SubscriptionId = 1, ItemsToCreate = [new MonitoredItemCreateRequest { ItemToMonitor = new ReadValueId { NodeId = State, AttributeId = 13 }, MonitoringMode = MonitoringMode.Reporting }] },
        new ModifyMonitoredItemsRequest { SubscriptionId = 1, ItemsToModify = [new MonitoredItemModifyRequest { MonitoredItemId = 1 }] },
        new SetMonitoringModeRequest { SubscriptionId = 1, MonitoredItemIds = [1] },
        new DeleteMonitoredItemsRequest { SubscriptionId = 1, MonitoredItemIds = [1] },
        new ModifySubscriptionRequest { SubscriptionId = 1 },
        new SetPublishingModeRequest { SubscriptionIds = [1] },
        new PublishRequest { SubscriptionAcknowledgements = [new SubscriptionAcknowledgement { SubscriptionId = 1, SequenceNumber = 1 }] },
        new RepublishRequest { SubscriptionId = 1, RetransmitSequenceNumber = 1 },
        new TransferSubscriptionsRequest { SubscriptionIds = [1] },
        new DeleteSubscriptionsRequest { SubscriptionIds = [1] },
        new CallRequest(),
        new CancelRequest { RequestHandle = 1 },
    ];

    [Fact]
    public async Task Mutated_messages_of_a_peer_without_a_session_get_nothing_but_discovery_and_the_server_goes_on()
    {
        await using var server = OpcUaServer.Start(TestServer.Plain);
        var random = new Random(Seed);
        await ConverseAsync(server, random, Fuzzing.Rounds(4_000, 200_000), withSession: false);
        await GoesOnAsync(server);
    }

    [Fact]
    public async Task Mutated_messages_within_a_session_cost_at_most_its_connection()
    {
        await using var server = OpcUaServer.Start(TestServer.Plain);
        var random = new Random(Seed + 1);
        await ConverseAsync(server, random, Fuzzing.Rounds(4_000, 200_000), withSession: true);
        await GoesOnAsync(server);
    }

    [Fact]
    public async Task Whole_conversations_with_bytes_changed_anywhere_harm_nobody()
    {
        await using var server = OpcUaServer.Start(TestServer.Plain);
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

    /// <summary>Nothing is kept for peers that are gone, and who comes next is served.</summary>
    private static async Task GoesOnAsync(OpcUaServer server)
    {
        await Eventually.TrueAsync(() => server.Connections == 0);
        server.BufferedBytes.ShouldBe(0);
        await using var client = await TestChannel.OpenSessionAsync(server.Endpoints[0]);
        var read = await client.AskAsync<ReadResponse>(new ReadRequest { NodesToRead = [new ReadValueId { NodeId = State, AttributeId = 13 }] });
        read.Results.ShouldHaveSingleItem().Value.ShouldBe(new Variant((int)ServerState.Running));
    }

    private static async Task ConverseAsync(OpcUaServer server, Random random, int rounds, bool withSession)
    {
        TestChannel? client = null;
        for (var round = 0; round < rounds; round++)
        {
            if (client is null || client.Closed.IsCompleted)
            {
                if (client is not null)
                    await client.DisposeAsync();
                client = withSession ? await TestChannel.OpenSessionAsync(server.Endpoints[0]) : await TestChannel.OpenAsync(server.Endpoints[0]);
            }

            var request = Requests[random.Next(Requests.Length)];
            request.RequestHeader = RequestHeader.Empty with { RequestHandle = 1, AuthenticationToken = client.Token };
            var body = Mutate(RawOpcUaClient.Body(request), random, 1 + random.Next(3));
            if (body.Length > 60_000)
                continue;
            await AskAsync(client, body, withSession);
        }

        await client!.DisposeAsync();
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
        foreach (var request in Requests)
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
