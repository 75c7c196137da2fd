using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Server;
using Catchment.Protocols.OpcUa.Transport;

namespace Catchment.Protocols.Tests.OpcUa;

public sealed class OpcUaHostilePeerTests
{
    private static readonly byte[] Endpoints = RawOpcUaClient.Body(new GetEndpointsRequest());

    private readonly ManualTime _time = new();

    [Theory]
    [InlineData("474554202F20485454502F312E310D0A", "BadTcpMessageTypeInvalid")] // GET / HTTP/1.1
    [InlineData("48454C4607000000", "BadTcpMessageTypeInvalid")] // shorter than its header
    [InlineData("48454C46FFFFFFFF", "BadTcpMessageTooLarge")]
    [InlineData("48454C4630110000", "BadTcpMessageTooLarge")] // longer than any Hello
    [InlineData("48454C4320000000", "BadTcpMessageTypeInvalid")] // a Hello has no intermediate chunk
    [InlineData("4D5347461000000000000000000000000000", "BadTcpMessageTypeInvalid")] // a message before Hello
    [InlineData("4F504E461000000000000000000000000000", "BadTcpMessageTypeInvalid")] // a channel before Hello
    [InlineData("41434B461C0000000000000000200000002000000000000000000000", "BadTcpMessageTypeInvalid")] // a server's message
    [InlineData("48454C46200000000000000000100000001000000000000000000000FFFFFFFF", "BadTcpNotEnoughResources")] // buffers of 4,096 bytes
    [InlineData("48454C46200000000000000000200000002000000000000000000000FF000000", "BadDecodingError")] // a URL that is not there
    public async Task What_is_no_Hello_ends_the_connection(string hex, string told)
    {
        await using var server = OpcUaServer.Start(TestServer.Plain);
        using var client = new RawOpcUaClient(server.Endpoints[0]);
        await client.SendAsync(Convert.FromHexString(hex));
        (await client.EndAsync()).ToString().ShouldBe(told);
        client.Dispose();
        await Eventually.TrueAsync(() => server.Connections == 0);
    }

    [Fact]
    public async Task A_message_before_the_channel_and_a_second_Hello_end_the_connection()
    {
        await using var server = OpcUaServer.Start(TestServer.Plain);
        using var early = new RawOpcUaClient(server.Endpoints[0]);
        await early.SendAsync(RawOpcUaClient.Hello());
        await early.SendAsync(early.Chunk(Endpoints));
        (await early.EndAsync()).ShouldBe(StatusCodes.BadTcpSecureChannelUnknown);

        using var twice = new RawOpcUaClient(server.Endpoints[0]);
        await twice.SendAsync(RawOpcUaClient.Hello());
        await twice.SendAsync(RawOpcUaClient.Hello());
        (await twice.EndAsync()).ShouldBe(StatusCodes.BadTcpMessageTypeInvalid);
    }

    [Fact]
    public async Task Sequence_numbers_that_do_not_follow_close_the_channel()
    {
        await using var server = OpcUaServer.Start(TestServer.Plain);
        foreach (var wrong in new uint[] { 0, 1, 3, uint.MaxValue })
        {
            using var client = await RawOpcUaClient.OpenAsync(server.Endpoints[0]);
            client.Sequence = wrong - 1;
            await client.SendAsync(client.Chunk(Endpoints));
            (await client.EndAsync()).ShouldBe(StatusCodes.BadSequenceNumberInvalid);
        }
    }

    [Fact]
    public async Task Sequence_numbers_begin_anywhere_and_wrap()
    {
        await using var server = OpcUaServer.Start(TestServer.Plain);
        using var client = new RawOpcUaClient(server.Endpoints[0]) { Sequence = uint.MaxValue - 1025 };
        await client.SendAsync(RawOpcUaClient.Hello());
        await client.ReceiveAsync();
        await client.IssueAsync(SecurityTokenRequestType.Issue);
        client.Sequence = 0;
        await client.SendAsync(client.Chunk(Endpoints));
        (await client.ResponseAsync()).ShouldBeOfType<GetEndpointsResponse>();
    }

    [Fact]
    public async Task Another_channel_or_token_closes_the_channel()
    {
        await using var server = OpcUaServer.Start(TestServer.Plain);
        using var client = await RawOpcUaClient.OpenAsync(server.Endpoints[0]);
        await client.SendAsync(client.Chunk(Endpoints, token: 99));
        (await client.EndAsync()).ShouldBe(StatusCodes.BadSecureChannelTokenUnknown);

        using var other = await RawOpcUaClient.OpenAsync(server.Endpoints[0]);
        var chunk = other.Chunk(Endpoints);
        chunk[8] ^= 1;
        await other.SendAsync(chunk);
        (await other.EndAsync()).ShouldBe(StatusCodes.BadTcpSecureChannelUnknown);
    }

    [Theory]
    [InlineData("http://opcfoundation.org/UA/SecurityPolicy#Basic128", MessageSecurityMode.None, false, "BadSecurityPolicyRejected")]
    [InlineData("http://opcfoundation.org/UA/SecurityPolicy#Basic256Sha256", MessageSecurityMode.Sign, false, "BadSecurityPolicyRejected")]
    [InlineData("http://opcfoundation.org/UA/SecurityPolicy#None", MessageSecurityMode.Sign, false, "BadSecurityModeRejected")]
    [InlineData("http://opcfoundation.org/UA/SecurityPolicy#None", MessageSecurityMode.Invalid, false, "BadSecurityModeRejected")]
    [InlineData("http://opcfoundation.org/UA/SecurityPolicy#None", MessageSecurityMode.None, true, "BadRequestTypeInvalid")]
    [InlineData("", MessageSecurityMode.None, false, "BadSecurityChecksFailed")]
    public async Task A_channel_that_cannot_be_is_refused(string policy, MessageSecurityMode mode, bool renews, string told)
    {
        await using var server = OpcUaServer.Start(TestServer.Plain);
        using var client = new RawOpcUaClient(server.Endpoints[0]);
        await client.SendAsync(RawOpcUaClient.Hello());
        await client.SendAsync(client.Open(new OpenSecureChannelRequest { SecurityMode = mode, RequestType = renews ? SecurityTokenRequestType.Renew : SecurityTokenRequestType.Issue }, policy));
        (await client.EndAsync()).ToString().ShouldBe(told);
    }

    [Fact]
    public async Task A_renewal_may_come_in_the_middle_of_a_message()
    {
        await using var server = OpcUaServer.Start(TestServer.Plain);
        using var client = await RawOpcUaClient.OpenAsync(server.Endpoints[0]);
        var old = client.TokenId;
        await client.SendAsync(client.Chunk(Endpoints.AsMemory(0, 10), ChunkKind.Intermediate));
        await client.IssueAsync(SecurityTokenRequestType.Renew);
        client.TokenId.ShouldNotBe(old);
        await client.SendAsync(client.Chunk(Endpoints.AsMemory(10, 5), ChunkKind.Intermediate, token: old));
        await client.SendAsync(client.Chunk(Endpoints.AsMemory(15)));
        (await client.ResponseAsync()).ShouldBeOfType<GetEndpointsResponse>();

        // Now that the new one was used the old one is over.
        await client.SendAsync(client.Chunk(Endpoints, token: old));
        (await client.EndAsync()).ShouldBe(StatusCodes.BadSecureChannelTokenUnknown);
    }

    [Fact]
    public async Task A_message_may_be_given_up()
    {
        await using var server = OpcUaServer.Start(TestServer.Plain);
        using var client = await RawOpcUaClient.OpenAsync(server.Endpoints[0]);
        await client.SendAsync(client.Chunk(new byte[100], ChunkKind.Intermediate));
        await client.SendAsync(client.Chunk(new byte[8], ChunkKind.Abort));
        await client.SendAsync(client.Chunk(Endpoints, requestId: 8));
        (await client.ResponseAsync()).ShouldBeOfType<GetEndpointsResponse>();
    }

    [Fact]
    public async Task Messages_do_not_mix()
    {
        await using var server = OpcUaServer.Start(TestServer.Plain);
        using var client = await RawOpcUaClient.OpenAsync(server.Endpoints[0]);
        await client.SendAsync(client.Chunk(new byte[100], ChunkKind.Intermediate));
        await client.SendAsync(client.Chunk(Endpoints, requestId: 8));
        (await client.EndAsync()).ShouldBe(StatusCodes.BadTcpMessageTypeInvalid);
    }

    [Fact]
    public async Task Chunks_without_end_or_without_content_end_the_connection()
    {
        await using var server = OpcUaServer.Start(TestServer.Plain with { Limits = new OpcUaLimits { MaxChunkCount = 50 } });
        using var large = await RawOpcUaClient.OpenAsync(server.Endpoints[0]);
        var sending = FloodAsync(large, new byte[8000]);
        (await large.EndAsync()).ShouldBe(StatusCodes.BadTcpMessageTooLarge);
        await sending;

        using var empty = await RawOpcUaClient.OpenAsync(server.Endpoints[0]);
        sending = FloodAsync(empty, []);
        (await empty.EndAsync()).ShouldBe(StatusCodes.BadTcpMessageTooLarge);
        await sending;
    }

    [Fact]
    public async Task A_chunk_larger_than_was_agreed_on_ends_the_connection()
    {
        await using var server = OpcUaServer.Start(TestServer.Plain);
        using var client = await RawOpcUaClient.OpenAsync(server.Endpoints[0], bufferSize: 8192);
        await client.SendAsync(client.Chunk(new byte[8192]));
        (await client.EndAsync()).ShouldBe(StatusCodes.BadTcpMessageTooLarge);
    }

    [Fact]
    public async Task What_is_no_request_is_answered_with_a_fault_and_its_handle()
    {
        await using var server = OpcUaServer.Start(TestServer.Plain);
        using var client = await RawOpcUaClient.OpenAsync(server.Endpoints[0]);
        var header = RequestHeader.Empty with { RequestHandle = 4711 };
        var read = RawOpcUaClient.Body(new ReadRequest { RequestHeader = header });
        await client.SendAsync(client.Chunk(read.AsMemory(0, read.Length - 3)));
        Told(await client.ResponseAsync()).ShouldBe((StatusCodes.BadDecodingError, 4711u));
        await client.SendAsync(client.Chunk(RawOpcUaClient.Body(new UnsupportedRequest(12345) { RequestHeader = header })));
        Told(await client.ResponseAsync()).ShouldBe((StatusCodes.BadServiceUnsupported, 4711u));
        await client.SendAsync(client.Chunk(read));
        Told(await client.ResponseAsync()).ShouldBe((StatusCodes.BadSessionIdInvalid, 4711u));
        await client.SendAsync(client.Chunk(ReadOnlyMemory<byte>.Empty));
        Told(await client.ResponseAsync()).ShouldBe((StatusCodes.BadDecodingError, 0u));
    }

    [Fact]
    public async Task Who_does_not_open_a_channel_in_time_is_closed()
    {
        await using var server = OpcUaServer.Start(TestServer.By(_time));
        using var silent = new RawOpcUaClient(server.Endpoints[0]);
        using var slow = new RawOpcUaClient(server.Endpoints[0]);
        await slow.SendAsync(RawOpcUaClient.Hello());
        await slow.ReceiveAsync();
        await slow.SendAsync(new byte[] { (byte)'O' });
        await Eventually.TrueAsync(() => server.Connections == 2);
        _time.Advance(TimeSpan.FromSeconds(12));
        (await silent.EndAsync()).ShouldBe(StatusCodes.Good);
        (await slow.EndAsync()).ShouldBe(StatusCodes.Good);
        await Eventually.TrueAsync(() => server.Connections == 0);
    }

    [Fact]
    public async Task A_channel_that_is_not_renewed_ends_a_quarter_of_its_time_after_its_end()
    {
        await using var server = OpcUaServer.Start(TestServer.By(_time));
        using var client = await RawOpcUaClient.OpenAsync(server.Endpoints[0]);
        _time.Advance(TimeSpan.FromMinutes(12));
        await client.SendAsync(client.Chunk(Endpoints));
        (await client.ResponseAsync()).ShouldBeOfType<GetEndpointsResponse>();
        _time.Advance(TimeSpan.FromSeconds(32));
        await client.EndAsync();
        await Eventually.TrueAsync(() => server.Connections == 0);
    }

    [Fact]
    public async Task Thousands_that_say_nothing_do_not_keep_out_who_has_a_session()
    {
        await using var server = OpcUaServer.Start(TestServer.Plain with { MaxConnections = 20 });
        await using var client = await TestChannel.OpenSessionAsync(server.Endpoints[0]);
        List<RawOpcUaClient> silent = [];
        for (var i = 0; i < 2_000; i++)
        {
            silent.Add(new RawOpcUaClient(server.Endpoints[0]));
            if (i % 500 == 0)
                await client.AskAsync<CancelResponse>(new CancelRequest());
        }

        await using var late = await TestChannel.OpenSessionAsync(server.Endpoints[0]);
        await client.AskAsync<CancelResponse>(new CancelRequest());
        server.Connections.ShouldBeLessThanOrEqualTo(20);
        silent.ForEach(s => s.Dispose());
    }

    [Fact]
    public async Task Who_does_not_read_is_asked_no_more_holds_up_nobody_and_is_closed()
    {
        await using var server = OpcUaServer.Start(TestServer.Plain with { Time = _time });
        using var deaf = await RawOpcUaClient.OpenAsync(server.Endpoints[0]);
        var flood = SendWithoutEndAsync(deaf);
        await Eventually.TrueAsync(() => server.BufferedBytes > 0);
        server.BufferedBytes.ShouldBeLessThan(2 << 20);
        await using (var other = await TestChannel.OpenSessionAsync(server.Endpoints[0]))
            await other.AskAsync<FindServersResponse>(new FindServersRequest());

        await Eventually.TrueAsync(() => server.Connections == 0, () => _time.Advance(TimeSpan.FromSeconds(1)));
        await flood.InTimeAsync();
        server.BufferedBytes.ShouldBe(0);
    }

    [Fact]
    public async Task A_message_that_is_not_completed_in_time_ends_the_connection()
    {
        await using var server = OpcUaServer.Start(TestServer.By(_time));
        using var client = await RawOpcUaClient.OpenAsync(server.Endpoints[0], lifetime: 3_600_000);
        await client.SendAsync(client.Chunk(Endpoints));
        await client.SendAsync(client.Chunk(Endpoints.AsMemory(0, 10), ChunkKind.Intermediate));
        (await client.ResponseAsync()).ShouldBeOfType<GetEndpointsResponse>();
        var began = _time.GetUtcNow();
        await Eventually.TrueAsync(() => server.Connections == 0, () => _time.Advance(TimeSpan.FromMilliseconds(200)));
        (_time.GetUtcNow() - began).ShouldBeInRange(TimeSpan.FromSeconds(60), TimeSpan.FromHours(1)); // The channel would have lasted longer.
    }

    private static async Task SendWithoutEndAsync(RawOpcUaClient client)
    {
        try
        {
            while (true)
                await client.SendAsync(client.Chunk(Endpoints));
        }
        catch (System.Net.Sockets.SocketException)
        {
            // The server has closed the connection.
        }
    }

    private static (StatusCode Status, uint Handle) Told(IServiceResponse response) =>
        (response.ShouldBeOfType<ServiceFault>().ResponseHeader.ServiceResult, response.ResponseHeader.RequestHandle);

    private static async Task FloodAsync(RawOpcUaClient client, byte[] body)
    {
        try
        {
            for (var i = 0; i < 60; i++)
                await client.SendAsync(client.Chunk(body, ChunkKind.Intermediate));
        }
        catch (System.Net.Sockets.SocketException)
        {
            // The server has closed the connection meanwhile.
        }
    }
}
