using System.Net;
using System.Net.Sockets;
using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Binary;
using Catchment.Protocols.OpcUa.Client;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Transport;

namespace Catchment.Protocols.Tests.OpcUa.Client;

public sealed class HostileServerTests
{
    private static readonly NodeId Somewhere = new(1, 1);

    public static TheoryData<string, byte[], StatusCode> Greetings => new()
    {
        { "what is no message", "HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(), StatusCodes.BadTcpMessageTypeInvalid },
        { "an error", Bytes(new ErrorMessage(StatusCodes.BadTcpServerTooBusy, "Come back later.").Encode), StatusCodes.BadTcpServerTooBusy },
        { "larger chunks than it may", Bytes(Acknowledge(1 << 30).Encode), StatusCodes.BadConnectionRejected },
        { "buffers that are too small", Bytes(Acknowledge(100).Encode), StatusCodes.BadConnectionRejected },
        { "two acknowledges", [.. Bytes(Acknowledge(8192).Encode), .. Bytes(Acknowledge(8192).Encode)], StatusCodes.BadTcpMessageTypeInvalid },
        { "a chunk of two gigabytes", [(byte)'M', (byte)'S', (byte)'G', (byte)'F', 0xFF, 0xFF, 0xFF, 0x7F], StatusCodes.BadTcpMessageTooLarge },
        { "a message before the channel", [(byte)'M', (byte)'S', (byte)'G', (byte)'F', 8, 0, 0, 0], StatusCodes.BadTcpMessageTypeInvalid },
        { "keys that nobody asked for", [(byte)'O', (byte)'P', (byte)'N', (byte)'F', 8, 0, 0, 0], StatusCodes.BadTcpMessageTypeInvalid },
        { "a Hello of its own", Bytes(new HelloMessage { ReceiveBufferSize = 8192, SendBufferSize = 8192 }.Encode), StatusCodes.BadTcpMessageTypeInvalid },
    };

    [Theory]
    [MemberData(nameof(Greetings))]
    public async Task A_server_that_begins_wrong_is_told_as_such(string what, byte[] greeting, StatusCode status)
    {
        await using var server = new ScriptedServer(static _ => { }, greeting);
        await using var client = new OpcUaClient(Options(server.Url));
        (await Should.ThrowAsync<OpcUaException>(client.ConnectAsync().InTimeAsync())).Status.ShouldBe(status, what);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_told()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        await using var client = new OpcUaClient(Options($"opc.tcp://127.0.0.1:{port}"));
        var failure = await Should.ThrowAsync<OpcUaException>(client.ConnectAsync().InTimeAsync());
        failure.Status.ShouldBe(StatusCodes.BadConnectionRejected);
        failure.Message.ShouldContain($"127.0.0.1:{port}");
    }

    [Fact]
    public async Task A_server_that_is_silent_is_given_up_in_time()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        try
        {
            await using var client = new OpcUaClient(Options($"opc.tcp://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}") with { RequestTimeout = TimeSpan.FromMilliseconds(200) });
            (await Should.ThrowAsync<OpcUaException>(client.ConnectAsync().InTimeAsync())).Status.ShouldBe(StatusCodes.BadTimeout);
        }
        finally
        {
            listener.Stop();
        }
    }

    [Fact]
    public async Task A_request_that_is_not_answered_ends_in_time_and_its_late_answer_harms_nobody()
    {
        ScriptedServer.Call? late = null;
        await using var server = new ScriptedServer(call =>
        {
            if (call.Request is ReadRequest { NodesToRead: [var node] } && node.NodeId == Somewhere)
            {
                if (late is null)
                {
                    late = call;
                    return;
                }

                late.AnswerAsUsual();
            }

            call.AnswerAsUsual();
        });
        await using var client = await ConnectAsync(Options(server.Url) with { RequestTimeout = TimeSpan.FromSeconds(2) });
        (await Should.ThrowAsync<OpcUaException>(client.ReadAsync([Somewhere]).InTimeAsync())).Status.ShouldBe(StatusCodes.BadTimeout);
        (await client.ReadAsync([Somewhere]).InTimeAsync()).Length.ShouldBe(1);
        client.State.ShouldBe(OpcUaClientState.Connected);
    }

    [Fact]
    public async Task Answers_of_other_services_too_few_results_and_what_cannot_be_read_fail_their_own_request()
    {
        var answers = new Queue<Action<ScriptedServer.Call>>(
        [
            call => call.Answer(new BrowseResponse()),
            call => call.Answer(new ReadResponse()),
            call => call.Answer(new ReadResponse { Results = new DataValue[2] }),
            call => call.Send([1, 2, 3]),
            call => call.Send(Bytes(w =>
            {
                w.Write(new NodeId(ReadResponse.EncodingId));
                ResponseHeader.Empty.Encode(w);
                w.Write(int.MaxValue);
            })),
            call => call.Fail(StatusCodes.BadTooManyOperations),
        ]);
        await using var server = new ScriptedServer(call =>
        {
            if (call.Request is ReadRequest { NodesToRead: [var node] } && node.NodeId == Somewhere)
                answers.Dequeue()(call);
            else
                call.AnswerAsUsual();
        });
        await using var client = await ConnectAsync(Options(server.Url));
        StatusCode[] expected =
        [
            StatusCodes.BadUnknownResponse, StatusCodes.BadUnknownResponse, StatusCodes.BadUnknownResponse, StatusCodes.BadDecodingError,
            StatusCodes.BadEncodingLimitsExceeded, StatusCodes.BadTooManyOperations,
        ];
        foreach (var status in expected)
            (await Should.ThrowAsync<OpcUaException>(client.ReadAsync([Somewhere]).InTimeAsync())).Status.ShouldBe(status);

        client.State.ShouldBe(OpcUaClientState.Connected);
    }

    [Fact]
    public async Task An_answer_to_a_request_that_was_not_made_ends_the_connection() =>
        await EndsAsync(call => call.Answer(new ReadResponse(), id: call.Id + 1_000), StatusCodes.BadUnknownResponse);

    [Fact]
    public async Task A_message_without_end_ends_the_connection() =>
        await EndsAsync(
            call =>
            {
                var body = new byte[20 << 20];
                call.Send(body);
            },
            StatusCodes.BadTcpMessageTooLarge);

    [Fact]
    public async Task A_session_that_the_server_has_no_more_ends_the_connection() =>
        await EndsAsync(call => call.Fail(StatusCodes.BadSessionIdInvalid), StatusCodes.BadSessionIdInvalid);

    [Fact]
    public async Task A_server_that_says_no_more_is_left_after_a_keep_alive()
    {
        var isSilent = false;
        await using var server = new ScriptedServer(call =>
        {
            if (!Volatile.Read(ref isSilent))
                call.AnswerAsUsual();
        });
        var observer = new RecordingClientObserver();
        await using var client = await ConnectAsync(Options(server.Url) with
        {
            Observer = observer,
            RequestTimeout = TimeSpan.FromSeconds(2),
            KeepAliveInterval = TimeSpan.FromMilliseconds(50),
        });
        Volatile.Write(ref isSilent, true);
        await Eventually.TrueAsync(() => observer.States.Contains(OpcUaClientState.Reconnecting));
        Volatile.Write(ref isSilent, false);
        await Eventually.TrueAsync(() => client.State == OpcUaClientState.Connected);
    }

    [Fact]
    public async Task Messages_out_of_order_are_put_in_order_and_those_that_nobody_has_are_told_as_lost()
    {
        var numbers = new Queue<uint>([2, 1, 5, 9]);
        await using var server = new ScriptedServer(call =>
        {
            if (call.Request is PublishRequest && numbers.TryDequeue(out var number))
                call.Answer(new PublishResponse { SubscriptionId = 7, AvailableSequenceNumbers = [1, 3, 4], NotificationMessage = Message(number) });
            else if (call.Request is RepublishRequest { RetransmitSequenceNumber: 4 })
                call.Fail(StatusCodes.BadMessageNotAvailable);
            else if (call.Request is RepublishRequest republish)
                call.Answer(new RepublishResponse { NotificationMessage = Message(republish.RetransmitSequenceNumber) });
            else
                call.AnswerAsUsual();
        });
        var observer = new RecordingClientObserver();
        await using var client = await ConnectAsync(Options(server.Url) with { Observer = observer, PublishWindow = 8 });
        await using var subscription = await client.CreateSubscriptionAsync();
        await subscription.AddAsync([new OpcUaItemOptions { NodeId = Somewhere }]);
        List<uint> seen = [];
        while (seen.Count < 5)
            seen.AddRange((await subscription.ReadAsync().AsTask().InTimeAsync()).Select(n => n.Value.Value.TryGetNumber(out var v) ? (uint)v : 0));
        seen.ShouldBe([1u, 2u, 3u, 5u, 9u]);
        observer.Lost.ShouldBe(4);
    }

    private static async Task EndsAsync(Action<ScriptedServer.Call> answer, StatusCode status)
    {
        await using var server = new ScriptedServer(call =>
        {
            if (call.Request is ReadRequest { NodesToRead: [var node] } && node.NodeId == Somewhere)
                answer(call);
            else
                call.AnswerAsUsual();
        });
        var observer = new RecordingClientObserver();
        await using var client = await ConnectAsync(Options(server.Url) with { Observer = observer });
        (await Should.ThrowAsync<OpcUaException>(client.ReadAsync([Somewhere]).InTimeAsync())).Status.ShouldBe(status);
        await Eventually.TrueAsync(() => observer.States.Contains(OpcUaClientState.Reconnecting));
        await Eventually.TrueAsync(() => client.State == OpcUaClientState.Connected);
    }

    private static NotificationMessage Message(uint number) => new()
    {
        SequenceNumber = number,
        NotificationData =
        [
            new ExtensionObject(new DataChangeNotification { MonitoredItems = [new MonitoredItemNotification { ClientHandle = 1, Value = new DataValue(new Variant(number)) }] }),
        ],
    };

    private static AcknowledgeMessage Acknowledge(uint size) => new() { ReceiveBufferSize = size, SendBufferSize = size };

    private static byte[] Bytes(Action<UaWriter> write)
    {
        using var writer = new UaWriter();
        write(writer);
        return writer.Written.ToArray();
    }

    private static OpcUaClientOptions Options(string url) => new()
    {
        EndpointUrl = url,
        RequestTimeout = Patience.Limit,
        ReconnectDelays = [TimeSpan.FromMilliseconds(10)],
    };

    private static async Task<OpcUaClient> ConnectAsync(OpcUaClientOptions options)
    {
        var client = new OpcUaClient(options);
        await client.ConnectAsync().InTimeAsync();
        return client;
    }
}
