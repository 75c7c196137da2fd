using System.Net;
using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Binary;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Nodes;
using Catchment.Protocols.OpcUa.Security;
using Catchment.Protocols.OpcUa.Server;
using Catchment.Protocols.OpcUa.Server.Dispatch;
using Catchment.Protocols.OpcUa.Transport;

namespace Catchment.Protocols.Tests.OpcUa;

/// <summary>Clients that have a session, or nearly, and ask for what costs the server most.</summary>
public sealed class OpcUaHostileSessionTests
{
    private static readonly NodeId Large = new("large", 2);

    private readonly ManualTime _time = new();

    [Theory]
    [InlineData(uint.MaxValue)]
    [InlineData(uint.MaxValue - 1)]
    [InlineData(1u << 31)]
    public async Task A_client_may_wait_as_long_as_it_can_say(uint hint)
    {
        await using var server = OpcUaServer.Start(TestServer.Plain);
        await using var client = await TestChannel.OpenSessionAsync(server.Endpoints[0]);
        var waiting = client.BeginAsync(new CreateSubscriptionRequest { RequestedPublishingInterval = 50, RequestedLifetimeCount = 1000, RequestedMaxKeepAliveCount = 10 });
        var subscription = (await waiting.InTimeAsync()).ShouldBeOfType<CreateSubscriptionResponse>();
        for (var i = 0; i < 2; i++)
        {
            var published = await client.BeginAsync(new PublishRequest { RequestHeader = RequestHeader.Empty with { TimeoutHint = hint } }).InTimeAsync();
            published.ShouldBeOfType<PublishResponse>().SubscriptionId.ShouldBe(subscription.SubscriptionId);
        }
    }

    [Fact]
    public async Task Values_that_are_too_large_together_are_not_read_to_the_last_one()
    {
        var space = new NodeSpace("urn:test:server");
        space.AddNamespace("urn:own").ShouldBe((ushort)2);
        var reads = 0;
        var text = new string('x', 1 << 20);
        var node = new ValueNode(Large, new QualifiedName("large", 2), new NodeId(12));
        node.Set(() =>
        {
            Interlocked.Increment(ref reads);
            return new DataValue(new Variant(text));
        });
        space.Add(node, StandardIds.ObjectsFolder, StandardIds.Organizes);
        await using var server = OpcUaServer.Start(TestServer.Plain with { Nodes = space });
        await using var client = await TestChannel.OpenSessionAsync(server.Endpoints[0]);
        var one = new ReadValueId { NodeId = Large, AttributeId = AttributeIds.Value };
        (await client.FailureAsync(new ReadRequest { NodesToRead = [.. Enumerable.Repeat(one, 1_000)] })).ShouldBe(StatusCodes.BadResponseTooLarge);
        reads.ShouldBeLessThan(20);
        (await client.AskAsync<ReadResponse>(new ReadRequest { NodesToRead = [.. Enumerable.Repeat(one, 15)] })).Results.Length.ShouldBe(15);
    }

    [Fact]
    public async Task Who_holds_most_of_the_buffers_makes_way_for_who_holds_less()
    {
        await using var server = OpcUaServer.Start(TestServer.Plain with { MaxBufferedBytes = 3_500_000 });
        await using var greedy = await TestChannel.OpenSessionAsync(server.Endpoints[0]);
        await greedy.WriteAsync(output => WritePart(greedy, output, 1_800_000));
        await Eventually.TrueAsync(() => server.BufferedBytes > 2_000_000);
        await using var modest = await TestChannel.OpenSessionAsync(server.Endpoints[0], new TestChannelOptions { BufferSize = 8192 });
        for (var i = 0; i < 20; i++)
        {
            // One after another they fit, though not beside what the other holds.
            var read = new ReadRequest { NodesToRead = [.. Enumerable.Repeat(new ReadValueId { NodeId = new NodeId(new string('n', 200_000), 2), AttributeId = 13 }, 4)] };
            (await modest.AskAsync<ReadResponse>(read)).Results.Length.ShouldBe(4);
        }

        (await greedy.Closed.InTimeAsync()).ShouldBe(StatusCodes.Good);
        await Eventually.TrueAsync(() => server.BufferedBytes == 0);
    }

    [Fact]
    public async Task A_request_that_waits_keeps_nothing_of_what_its_client_put_into_it()
    {
        WeakReference? request = null;
        var answer = new TaskCompletionSource<IServiceResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        var table = new ServiceTable();
        table.Add<PublishRequest>((_, asked, _) =>
        {
            Volatile.Write(ref request, new WeakReference(asked));
            return new ValueTask<IServiceResponse>(answer.Task);
        });
        await using var server = OpcUaServer.Start(TestServer.Plain, table);
        await using var client = await TestChannel.OpenSessionAsync(server.Endpoints[0]);
        var waiting = client.BeginAsync(new PublishRequest { RequestHeader = RequestHeader.Empty with { RequestHandle = 4711, AuditEntryId = new string('x', 100_000) } });
        await client.AskAsync<FindServersResponse>(new FindServersRequest());
        await Eventually.TrueAsync(() => Volatile.Read(ref request) is { IsAlive: false }, GC.Collect);
        answer.SetResult(new PublishResponse());
        (await waiting.InTimeAsync()).ShouldBeOfType<PublishResponse>().ResponseHeader.RequestHandle.ShouldBe(4711u);
    }

    [Fact]
    public async Task Many_who_hoard_hold_no_more_than_all_may_together_and_keep_nobody_out()
    {
        const int Most = 8_000_000;
        await using var server = OpcUaServer.Start(TestServer.Plain with { MaxBufferedBytes = Most });
        List<TestChannel> hoarding = [];
        for (var i = 0; i < 50; i++)
        {
            var client = await TestChannel.OpenSessionAsync(server.Endpoints[0]);
            hoarding.Add(client);
            await client.WriteAsync(output => WritePart(client, output, 300_000));
        }

        await Eventually.TrueAsync(() => server.BufferedBytes is > Most / 2 and <= Most);
        await using var other = await TestChannel.OpenSessionAsync(server.Endpoints[0]);
        var read = new ReadRequest { NodesToRead = [.. Enumerable.Repeat(new ReadValueId { NodeId = new NodeId(new string('n', 50_000), 2), AttributeId = 13 }, 3)] };
        for (var i = 0; i < 20; i++)
            (await other.AskAsync<ReadResponse>(read)).Results.Length.ShouldBe(3);
        await Eventually.TrueAsync(() => server.BufferedBytes <= Most);
        foreach (var client in hoarding)
            await client.DisposeAsync();
        await Eventually.TrueAsync(() => server.BufferedBytes == 0);
    }

    [Fact]
    public async Task A_stop_waits_for_no_password_that_is_still_looked_at()
    {
        var looking = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var server = OpcUaServer.Start(TestServer.Plain with
        {
            AllowPlainPasswords = true,
            CheckUser = async (_, _, cancellation) =>
            {
                looking.TrySetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
                return null;
            },
        });
        await using var client = await TestChannel.OpenAsync(server.Endpoints[0]);
        await client.CreateSessionAsync();
        var activation = client.ActivateAsync("anna", "geheim");
        await looking.Task.InTimeAsync();
        await server.StopAsync(new CancellationToken(canceled: true)).InTimeAsync();
        await Should.ThrowAsync<OpcUaException>(() => activation);
        server.Connections.ShouldBe(0);
    }

    [Fact]
    public async Task Passwords_that_come_at_once_are_not_looked_at_all_at_once_after_wrong_ones()
    {
        var looked = 0;
        var wait = Task.CompletedTask;
        await using var server = OpcUaServer.Start(TestServer.Plain with
        {
            Time = _time,
            AllowPlainPasswords = true,
            CheckUser = async (_, _, _) =>
            {
                Interlocked.Increment(ref looked);
                await Volatile.Read(ref wait);
                return null;
            },
        });
        List<TestChannel> clients = [];
        for (var i = 0; i < 5; i++)
        {
            clients.Add(await TestChannel.OpenAsync(server.Endpoints[0]));
            await clients[i].CreateSessionAsync();
        }

        for (var i = 0; i < 10; i++)
            await Should.ThrowAsync<OpcUaException>(() => clients[0].ActivateAsync("anna", "wrong"));
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref wait, go.Task);
        _time.Advance(TimeSpan.FromSeconds(6));
        var tries = clients.ConvertAll(client => Should.ThrowAsync<OpcUaException>(() => client.ActivateAsync("anna", "wrong")));
        await Eventually.TrueAsync(() => tries.Count(t => t.IsCompleted) == 4);
        looked.ShouldBe(11);
        go.SetResult();
        await Task.WhenAll(tries).InTimeAsync();
        foreach (var client in clients)
            await client.DisposeAsync();
    }

    [Fact]
    public async Task A_value_that_cannot_be_written_costs_the_answer_it_stands_in_and_no_other()
    {
        var space = new NodeSpace("urn:test:server");
        space.AddNamespace("urn:own").ShouldBe((ushort)2);
        var node = new ValueNode(Large, new QualifiedName("broken", 2), StandardIds.BaseDataType);
        node.Set(new DataValue(new Variant(new Unwritable())));
        space.Add(node, StandardIds.ObjectsFolder, StandardIds.Organizes);
        await using var server = OpcUaServer.Start(TestServer.Plain with { Nodes = space });
        await using var client = await TestChannel.OpenSessionAsync(server.Endpoints[0]);
        var target = new ReadValueId { NodeId = Large, AttributeId = AttributeIds.Value };
        (await client.FailureAsync(new ReadRequest { NodesToRead = [target] })).ShouldBe(StatusCodes.BadInternalError);
        var subscription = await client.AskAsync<CreateSubscriptionResponse>(new CreateSubscriptionRequest { RequestedPublishingInterval = 50, RequestedLifetimeCount = 1000, RequestedMaxKeepAliveCount = 2, PublishingEnabled = true });
        await client.AskAsync<CreateMonitoredItemsResponse>(new CreateMonitoredItemsRequest
        {
            SubscriptionId = subscription.SubscriptionId,
            ItemsToCreate = [new MonitoredItemCreateRequest { ItemToMonitor = target, MonitoringMode = MonitoringMode.Reporting }],
        });
        (await client.FailureAsync(new PublishRequest())).ShouldBe(StatusCodes.BadInternalError);
        (await client.AskAsync<PublishResponse>(new PublishRequest())).NotificationMessage.NotificationData.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_mistake_of_the_servers_owner_costs_one_connection_and_the_stop_waits_for_none()
    {
        var observer = new MistakenObserver();
        await using var server = OpcUaServer.Start(TestServer.Plain with { Observer = observer });
        await Should.ThrowAsync<OpcUaException>(() => OpenAsync(server));
        await Eventually.TrueAsync(() => server.Connections == 0);
        observer.IsMistaken = false;
        await using var client = await TestChannel.OpenSessionAsync(server.Endpoints[0]);
        await client.AskAsync<CancelResponse>(new CancelRequest());
        await server.StopAsync(CancellationToken.None).InTimeAsync();
    }

    private static async Task OpenAsync(OpcUaServer server)
    {
        await using var client = await TestChannel.OpenAsync(server.Endpoints[0]);
        await client.AskAsync<FindServersResponse>(new FindServersRequest());
    }

    private static void WritePart(TestChannel client, UaWriter output, int bytes)
    {
        using var whole = new UaWriter();
        client.Channel.Write(whole, MessageType.Message, 77, new byte[bytes]);

        // Without its last byte the message is never complete.
        whole.Written[..^1].CopyTo(output.Take(whole.Length - 1));
    }

    /// <summary>A structure of an owner's whose encoding does not work.</summary>
    private sealed class Unwritable : IUaStructure
    {
        public uint BinaryEncodingId => 888_888;

        public void Encode(UaWriter writer) => throw new InvalidOperationException("not today");
    }

    private sealed class MistakenObserver : IOpcUaServerObserver
    {
        public bool IsMistaken { get; set; } = true;

        public void ChannelOpened(IPEndPoint peer, SecurityPolicy policy, MessageSecurityMode mode)
        {
            if (IsMistaken)
                throw new InvalidOperationException("not today either");
        }
    }
}
