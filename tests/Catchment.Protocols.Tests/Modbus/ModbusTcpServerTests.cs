using System.Net;
using System.Net.Sockets;
using Catchment.Protocols.Modbus;
using Catchment.Protocols.Modbus.Serving;

namespace Catchment.Protocols.Tests.Modbus;

public sealed class ModbusTcpServerTests
{
    private const string ReadOne = "000100000006010300000001";
    private const string One = "000100000005010302BEEF";

    private readonly MemoryTables _tables = new();
    private readonly RecordingModbusObserver _observer = new();
    private readonly ManualTime _time = new();

    public ModbusTcpServerTests() => (_tables.Holding[0], _tables.Holding[1]) = (0xBE, 0xEF);

    public static TheoryData<int> Threads => [0, 16];

    [Theory]
    [MemberData(nameof(Threads))]
    public async Task Frames_are_answered_as_the_vectors_say(int threads)
    {
        await using var server = Start(threads);
        foreach (var frame in ModbusVectors.Encoding.GetProperty("frames").EnumerateArray())
        {
            using var client = new RawModbusClient(server.Endpoints[0]);
            var (name, request, response) = (frame.GetProperty("name").GetString(), frame.GetProperty("request").GetString()!, frame.GetProperty("response").GetString()!);
            var reply = client.Ask(request);
            if (response == "connection closed")
                reply.ShouldBe("", name);
            else if (response == "echo")
                reply.ShouldBe(request.ToUpperInvariant(), name);
            else if (response == "normal")
                (reply[..4], reply[12..16]).ShouldBe((request[..4], request[12..16].ToUpperInvariant()), name);
            else
                response.Split('|').ShouldContain(reply.ToLowerInvariant(), name);
        }
    }

    [Theory]
    [MemberData(nameof(Threads))]
    public async Task Requests_may_be_split_anywhere_and_come_many_at_once(int threads)
    {
        await using var server = Start(threads);
        using var client = new RawModbusClient(server.Endpoints[0]);
        foreach (var part in ReadOne.Chunk(2))
            client.Send(new string(part));
        client.ReceiveFrame().ShouldBe(One);

        var many = string.Concat(Enumerable.Range(0, 500).Select(i => $"{i:X4}00000006010300000001"));
        client.Send(many);
        for (var i = 0; i < 500; i++)
            client.ReceiveFrame().ShouldBe($"{i:X4}00000005010302BEEF");
    }

    [Theory]
    [InlineData("000000010006010300000001")] // another protocol
    [InlineData("000000000000")] // no length; the seventh byte is awaited
    [InlineData("0000000000010103")] // no function
    [InlineData("0000000000FF0103")] // longer than a request can be
    [InlineData("00000000000401030000")] // shorter than the function needs
    [InlineData("485454502F312E310D0A")] // HTTP
    public async Task What_is_no_request_ends_the_connection_behind_the_answers_before_it(string bytes)
    {
        await using var server = Start();
        using var client = new RawModbusClient(server.Endpoints[0]);
        client.Send(ReadOne + bytes + "00");

        client.ReceiveFrame().ShouldBe(One);
        client.ExpectEnd();
        await _observer.ExpectAsync(nameof(ModbusCloseReason.Malformed));
    }

    [Fact]
    public async Task Any_unit_is_answered_and_repeated()
    {
        await using var server = Start();
        using var client = new RawModbusClient(server.Endpoints[0]);

        client.Ask("FFFE00000006F70300000001").ShouldBe("FFFE00000005F70302BEEF");
        client.Ask("000000000006000300000001").ShouldBe("000000000005000302BEEF");
    }

    [Theory]
    [MemberData(nameof(Threads))]
    public async Task More_clients_than_allowed_are_turned_away(int threads)
    {
        await using var server = Start(threads, most: 2);
        using var first = new RawModbusClient(server.Endpoints[0]);
        first.Ask(ReadOne);
        using (var second = new RawModbusClient(server.Endpoints[0]))
        {
            second.Ask(ReadOne);
            using var third = new RawModbusClient(server.Endpoints[0]);
            third.ExpectEnd();
            await _observer.ExpectAsync("refused");
            server.Clients.ShouldBe(2);
        }

        await _observer.ExpectAsync(nameof(ModbusCloseReason.Peer));
        using var another = new RawModbusClient(server.Endpoints[0]);
        another.Ask(ReadOne).ShouldBe(One);
        first.Ask(ReadOne).ShouldBe(One);
    }

    [Fact]
    public async Task Clients_beyond_the_threads_are_served_as_well()
    {
        await using var server = Start(threads: 2);
        var clients = Enumerable.Range(0, 80).Select(_ => new RawModbusClient(server.Endpoints[0])).ToList();
        clients.ForEach(c => c.Send(ReadOne));
        clients.ForEach(c => c.ReceiveFrame().ShouldBe(One));
        server.Clients.ShouldBe(80);
        clients.ForEach(c => c.Dispose());
    }

    [Theory]
    [MemberData(nameof(Threads))]
    public async Task A_silent_client_is_closed_when_its_time_is_over(int threads)
    {
        await using var server = Start(threads, idle: TimeSpan.FromSeconds(30), send: TimeSpan.FromDays(1));
        using var client = new RawModbusClient(server.Endpoints[0]);
        client.Ask(ReadOne);
        _time.Advance(TimeSpan.FromSeconds(20));
        client.Ask(ReadOne).ShouldBe(One);
        _time.Advance(TimeSpan.FromSeconds(29));
        client.Send("0001"); // a part of a request is none
        client.Ask(ReadOne[4..]).ShouldBe(One);
        client.Send("0001");
        // A reply may be with its client before the server has noted that it is sent; one that sends is not silent.
        await _observer.ExpectAsync(nameof(ModbusCloseReason.Idle), meanwhile: () => _time.Advance(TimeSpan.FromSeconds(32)));

        client.ExpectEnd();
    }

    [Fact]
    public async Task Idle_clients_stay_unless_a_time_is_set()
    {
        await using var server = Start(send: TimeSpan.FromDays(1));
        using var client = new RawModbusClient(server.Endpoints[0]);
        client.Ask(ReadOne);
        _time.Jump(TimeSpan.FromHours(1));

        client.Ask(ReadOne).ShouldBe(One);
    }

    [Theory]
    [MemberData(nameof(Threads))]
    public async Task A_client_that_reads_no_replies_is_closed_and_harms_no_other(int threads)
    {
        await using var server = Start(threads);
        using var deaf = new RawModbusClient(server.Endpoints[0]);
        deaf.Socket.SendTimeout = 1;
        using var other = new RawModbusClient(server.Endpoints[0]);
        var burst = Convert.FromHexString(string.Concat(Enumerable.Repeat("00010000000601030000007D", 1000)));
        Should.Throw<SocketException>(() =>
        {
            while (true)
                deaf.Socket.Send(burst);
        });

        using (var another = new RawModbusClient(server.Endpoints[0]))
            another.Ask(ReadOne).ShouldBe(One);
        // The server may still be busy with what the network took: its time runs from the reply that nobody takes.
        await _observer.ExpectAsync(nameof(ModbusCloseReason.NotReading), meanwhile: () => _time.Advance(TimeSpan.FromSeconds(12)));
        other.Ask(ReadOne).ShouldBe(One);
    }

    [Theory]
    [MemberData(nameof(Threads))]
    public async Task A_stop_answers_what_has_arrived_and_frees_the_port(int threads)
    {
        await using var server = Start(threads);
        using var client = new RawModbusClient(server.Endpoints[0]);
        using var arrived = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        _tables.Reading = () =>
        {
            arrived.Release();
            goOn.Wait();
        };
        client.Send(ReadOne + ReadOne);
        await arrived.WaitAsync().InTimeAsync();
        var stop = server.StopAsync(CancellationToken.None);
        goOn.Release(2);

        client.ReceiveFrame().ShouldBe(One);
        client.ReceiveFrame().ShouldBe(One);
        client.ExpectEnd();
        await stop.InTimeAsync();
        await _observer.ExpectAsync(nameof(ModbusCloseReason.Stopped));

        _tables.Reading = () => { };
        await using var next = ModbusTcpServer.Start(Options(threads) with { Endpoints = server.Endpoints }, new ModbusResponder(_tables));
        using var again = new RawModbusClient(next.Endpoints[0]);
        again.Ask(ReadOne).ShouldBe(One);
    }

    [Theory]
    [MemberData(nameof(Threads))]
    public async Task A_stop_does_not_wait_for_a_client_for_ever(int threads)
    {
        var server = Start(threads);
        using var deaf = new RawModbusClient(server.Endpoints[0]);
        deaf.Socket.SendTimeout = 1;
        var burst = Convert.FromHexString(string.Concat(Enumerable.Repeat("00010000000601030000007D", 1000)));
        Should.Throw<SocketException>(() =>
        {
            while (true)
                deaf.Socket.Send(burst);
        });
        using var impatience = new CancellationTokenSource();
        var stop = server.StopAsync(impatience.Token);
        await impatience.CancelAsync();

        await stop.InTimeAsync();
        server.Clients.ShouldBe(0);
    }

    [Fact]
    public async Task Tables_that_throw_cost_a_request_and_not_the_connection()
    {
        await using var server = Start();
        using var client = new RawModbusClient(server.Endpoints[0]);
        _tables.Fails = true;
        client.Ask(ReadOne).ShouldBe("000100000003018304");
        await _observer.ExpectAsync("the tables are broken");
        _tables.Fails = false;

        client.Ask(ReadOne).ShouldBe(One);
        _observer.Answers.ShouldBe([((byte)3, ModbusExceptionCode.ServerDeviceFailure), ((byte)3, ModbusExceptionCode.None)]);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told()
    {
        await using var server = Start();
        var failure = Should.Throw<ModbusException>(() => ModbusTcpServer.Start(Options(1) with { Endpoints = server.Endpoints }, new ModbusResponder(_tables)));

        failure.Fault.ShouldBe(ModbusFault.Listen);
        failure.Message.ShouldContain("already in use");
    }

    [Fact]
    public void A_conversation_allocates_nothing_for_a_request()
    {
        var conversation = new Conversation(new ModbusResponder(_tables), observer: null);
        var requests = Convert.FromHexString("000100000006010300000064" + "00020000000601010000000A" + "00030000000601060005BEEF" + "000400000006010800000012");
        Turn();

        Allocations.Of(Turn).ShouldBe(0);

        void Turn()
        {
            requests.CopyTo(conversation.Room);
            conversation.Received(requests.Length);
            Demand(conversation.Advance() == ConversationStep.Send);
            conversation.Sent();
            Demand(conversation.Advance() == ConversationStep.Receive);
        }
    }

    /// <summary>Shouldly's own comparison would be what allocates.</summary>
    private static void Demand(bool isTrue)
    {
        if (!isTrue) throw new InvalidOperationException("the conversation went another way");
    }

    [Fact]
    public void Any_stream_of_bytes_is_answered_or_ended()
    {
        var random = new Random(502);
        var seed = Convert.FromHexString(string.Concat(ModbusVectors.Encoding.GetProperty("frames").EnumerateArray().Select(f => f.GetProperty("request").GetString())));
        for (var round = Fuzzing.Rounds(20_000, 1_000_000); round > 0; round--)
        {
            var conversation = new Conversation(new ModbusResponder(_tables), observer: null);
            var stream = (byte[])seed.Clone();
            for (var change = random.Next(4); change > 0; change--)
                stream[random.Next(stream.Length)] = (byte)random.Next(256);
            var (at, sent, step) = (0, 0, ConversationStep.Receive);
            while (step != ConversationStep.Close && (step == ConversationStep.Send || at < stream.Length))
            {
                if (step == ConversationStep.Receive)
                {
                    conversation.Room.Length.ShouldBeGreaterThan(0);
                    var bytes = Math.Min(random.Next(1, 60), Math.Min(conversation.Room.Length, stream.Length - at));
                    stream.AsMemory(at, bytes).CopyTo(conversation.Room);
                    conversation.Received(bytes);
                    at += bytes;
                }

                step = conversation.Advance();
                if (step != ConversationStep.Send) continue;
                sent += conversation.Replies.Length;
                conversation.Sent();
            }

            sent.ShouldBeLessThan(260 * 20);
        }
    }

    /// <summary>With <paramref name="send"/> where the clock moves while the server may not have noticed yet that a reply is sent.</summary>
    private ModbusTcpServer Start(int threads = 16, int most = 100, TimeSpan idle = default, TimeSpan? send = null) =>
        ModbusTcpServer.Start(Options(threads) with { MaxConnections = most, IdleTimeout = idle, SendTimeout = send ?? TimeSpan.FromSeconds(10), Observer = _observer, Time = _time }, new ModbusResponder(_tables));

    private static ModbusServerOptions Options(int threads) => new() { Endpoints = [new IPEndPoint(IPAddress.Loopback, 0)], Threads = threads };
}
