using System.Net.Sockets;
using Catchment.Protocols.Iec104;
using Catchment.Protocols.Iec104.Server;
using static Catchment.Protocols.Tests.Iec104.TestStation;

namespace Catchment.Protocols.Tests.Iec104;

/// <summary>The rules of the line, kept and demanded by a controlled station. Source: IEC 60870-5-104, 5; <c>tags</c> 6.3.</summary>
public sealed class Iec104ServerLinkTests
{
    private const string Interrogation = "64010600010000000014";
    private const string Test = "680106000100000000AA55";
    private const string TestConfirmed = "680107000100000000AA55";

    private readonly MemoryStation _station = new MemoryStation().With(Single(101, isOn: true));
    private readonly RecordingServerObserver _observer = new();
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Frames_may_be_split_anywhere_and_come_many_at_once()
    {
        await using var server = Start();
        using var master = RawLink.Start(server.Endpoints[0]);
        foreach (var octet in master.Frame(Test).Chunk(2))
            master.Send(new string(octet));
        master.ReceiveAsdu().ShouldBe(TestConfirmed);

        var many = string.Concat(Enumerable.Range(0, 10).Select(_ => master.Frame(Test)));
        master.Send(many);
        for (var i = 0; i < 10; i++)
            master.ReceiveAsdu().ShouldBe(TestConfirmed);
        master.Drain().ShouldBeEmpty();
    }

    [Fact]
    public async Task Control_frames_are_confirmed_in_any_state()
    {
        await using var server = Start();
        using var master = RawLink.Connect(server.Endpoints[0]);
        foreach (var (act, con) in new[]
        {
            (RawLink.TestAct, RawLink.TestCon), (RawLink.StopAct, RawLink.StopCon), (RawLink.StartAct, RawLink.StartCon), (RawLink.StartAct, RawLink.StartCon),
            (RawLink.TestAct, RawLink.TestCon), (RawLink.StopAct, RawLink.StopCon), (RawLink.StopAct, RawLink.StopCon), (RawLink.StartAct, RawLink.StartCon),
        })
        {
            master.Send(act);
            master.Receive().ShouldBe(con);
        }
    }

    [Theory]
    [InlineData("690407000000")]
    [InlineData("6803070000")]
    [InlineData("68FE07000000")]
    [InlineData("680400000000")]
    [InlineData("680E0200000064010600010000000014")]
    [InlineData("680E00000200" + Interrogation)]
    [InlineData("680E00000100" + Interrogation)]
    [InlineData("680401000200")]
    [InlineData("680401010000")]
    [InlineData("680405000000")]
    [InlineData("680401000100")]
    [InlineData("680E01000000" + Interrogation)]
    [InlineData("68040B000000")]
    [InlineData("680423000000")]
    [InlineData("68040F000000")]
    [InlineData("680403000000")]
    [InlineData("680407010000")]
    [InlineData("680507000000" + "00")]
    public async Task A_frame_that_breaks_the_rules_ends_the_connection_and_no_other(string frame)
    {
        await using var server = Start();
        using var good = RawLink.Start(server.Endpoints[0]);
        using var bad = RawLink.Start(server.Endpoints[0]);
        bad.Send(frame);

        bad.ExpectEnd();
        await _observer.ExpectAsync(nameof(Iec104CloseReason.Protocol));
        good.Ask(Test).ShouldBe(TestConfirmed);
    }

    [Theory]
    [InlineData("64")]
    [InlineData("640106000100000000")]
    [InlineData("6401060001000000001400")]
    [InlineData("64000600010000000014")]
    [InlineData("640206000100000000140000001401000014")]
    [InlineData("64810600010000000014")]
    public async Task An_asdu_that_cannot_be_read_ends_the_connection(string asdu)
    {
        await using var server = Start();
        using var master = RawLink.Start(server.Endpoints[0]);
        master.SendAsdu(asdu);

        master.ExpectEnd();
        await _observer.ExpectAsync(nameof(Iec104CloseReason.Malformed));
    }

    [Fact]
    public async Task Data_before_its_start_ends_the_connection()
    {
        await using var server = Start();
        using var master = RawLink.Connect(server.Endpoints[0]);
        master.SendAsdu(Interrogation);

        master.ExpectEnd();
        _observer.Ends.Count.ShouldBeLessThan(2);
        await _observer.ExpectAsync(nameof(Iec104CloseReason.Protocol));
    }

    [Fact]
    public async Task No_more_than_k_frames_are_sent_without_acknowledgement()
    {
        await using var server = Start(new Iec104Parameters { K = 12 });
        using var master = RawLink.Start(server.Endpoints[0]);
        Put(server, 40);
        for (var i = 0; i < 12; i++)
            master.ReceiveAsdu();
        master.Drain().ShouldBeEmpty();

        master.Send("680401000600");
        for (var i = 0; i < 3; i++)
            master.ReceiveAsdu();
        master.Drain().ShouldBeEmpty();

        master.Acknowledge();
        for (var i = 0; i < 12; i++)
            master.ReceiveAsdu();
        master.Drain().ShouldBeEmpty();
    }

    [Fact]
    public async Task After_w_frames_an_acknowledgement_comes_though_nothing_can_be_sent()
    {
        await using var server = Start(new Iec104Parameters { K = 1, W = 8 });
        using var master = RawLink.Start(server.Endpoints[0]);
        Put(server, 1);
        master.ReceiveAsdu();
        for (var i = 0; i < 7; i++)
            master.SendAsdu(Test, acknowledges: 0);
        master.Drain().ShouldBeEmpty();
        master.SendAsdu(Test, acknowledges: 0);

        master.Receive().ShouldBe("680401001000");
        master.Drain().ShouldBeEmpty();
    }

    [Fact]
    public async Task Before_t2_is_over_an_acknowledgement_comes()
    {
        await using var server = Start(new Iec104Parameters { K = 1 });
        using var master = RawLink.Start(server.Endpoints[0]);
        Put(server, 1);
        master.ReceiveAsdu();
        master.SendAsdu(Test, acknowledges: 0);
        master.Drain().ShouldBeEmpty();
        _time.Advance(TimeSpan.FromSeconds(9.5));
        master.Drain().ShouldBeEmpty();
        _time.Advance(TimeSpan.FromSeconds(1));

        master.Receive().ShouldBe("680401000200");
    }

    [Fact]
    public async Task A_master_that_acknowledges_nothing_for_t1_is_closed()
    {
        await using var server = Start();
        using var master = RawLink.Start(server.Endpoints[0]);
        Put(server, 1);
        master.ReceiveAsdu();
        _time.Advance(TimeSpan.FromSeconds(14));
        master.Drain().ShouldBeEmpty();
        _time.Advance(TimeSpan.FromSeconds(2));

        master.ExpectEnd();
        await _observer.ExpectAsync(nameof(Iec104CloseReason.NoAnswer));
        _observer.Ends.ShouldHaveSingleItem().Explanation.ShouldContain("t1");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_t3_a_test_frame_is_sent_and_without_confirmation_the_connection_ends(bool isStarted)
    {
        await using var server = Start(new Iec104Parameters { T3 = TimeSpan.FromSeconds(10) });
        using var master = isStarted ? RawLink.Start(server.Endpoints[0]) : RawLink.Connect(server.Endpoints[0]);
        master.Drain().ShouldBeEmpty();
        _time.Advance(TimeSpan.FromSeconds(10.1));
        master.Receive().ShouldBe(RawLink.TestAct);
        master.Send(RawLink.TestCon);
        master.Drain().ShouldBeEmpty();

        _time.Advance(TimeSpan.FromSeconds(9.5));
        master.Drain().ShouldBeEmpty();
        _time.Advance(TimeSpan.FromSeconds(10.1));
        master.Receive().ShouldBe(RawLink.TestAct);
        _time.Advance(TimeSpan.FromSeconds(15.1));
        master.ExpectEnd();
        await _observer.ExpectAsync(nameof(Iec104CloseReason.NoAnswer));
    }

    [Fact]
    public async Task Sequence_numbers_begin_anew_after_32767()
    {
        await using var server = Start(new Iec104Parameters { K = 12, W = 8 });
        using var master = RawLink.Start(server.Endpoints[0]);
        var wrapped = new WrappedNumbers(master.Socket);
        for (var i = 0; i < 33_000; i++)
            wrapped.Ask(Convert.FromHexString(Test)).ShouldBe(i % 32_768);
    }

    [Fact]
    public async Task A_stop_answers_what_was_asked_and_frees_the_port()
    {
        _station.With([.. Enumerable.Range(1, 900).Select(i => Float(1000 + i, i))]);
        await using var server = Start();
        using var master = RawLink.Start(server.Endpoints[0]);
        master.SendAsdu(Interrogation);
        master.ReceiveAsdu().ShouldBe("64010700010000000014");
        var stop = server.StopAsync(CancellationToken.None);
        var asdu = "";
        while (asdu != "64010A00010000000014")
        {
            master.Acknowledge();
            asdu = master.ReceiveAsdu();
        }

        master.ExpectEnd();
        master.Dispose();
        await stop.InTimeAsync();
        await _observer.ExpectAsync(nameof(Iec104CloseReason.Stopped));
        await using var next = Iec104Server.Start(Options with { Listen = server.Endpoints }, _station);
        using var again = RawLink.Start(next.Endpoints[0]);
    }

    [Fact]
    public async Task A_port_that_is_taken_and_options_that_cannot_be_are_told()
    {
        await using var server = Start();
        Should.Throw<Iec104Exception>(() => Iec104Server.Start(Options with { Listen = server.Endpoints }, _station)).Fault.ShouldBe(Iec104Fault.Listen);
        Should.Throw<Iec104Exception>(() => Start(new Iec104Parameters { T2 = TimeSpan.FromSeconds(15) })).Fault.ShouldBe(Iec104Fault.Argument);
        Should.Throw<Iec104Exception>(() => Start(new Iec104Parameters { K = 0 })).Fault.ShouldBe(Iec104Fault.Argument);
        Should.Throw<Iec104Exception>(() => server.Put(1, new Iec104Point(TypeId.C_SC_NA_1, new InformationObject { Address = 1 }))).Fault.ShouldBe(Iec104Fault.Argument);
        Should.Throw<Iec104Exception>(() => server.Put(1, Single(0, isOn: true))).Fault.ShouldBe(Iec104Fault.Argument);
        Should.Throw<Iec104Exception>(() => server.Put(65_535, Single(1, isOn: true))).Fault.ShouldBe(Iec104Fault.Argument);
    }

    /// <summary>Points that cannot share an ASDU.</summary>
    private static void Put(Iec104Server server, int count)
    {
        for (var i = 0; i < count; i++)
            server.Put(1, i % 2 == 0 ? Single(1 + i, isOn: true) : Float(1 + i, i));
    }

    private Iec104Server Start(Iec104Parameters? parameters = null) =>
        Iec104Server.Start(Options with { Parameters = parameters ?? new(), Observer = _observer, Time = _time }, _station);

    /// <summary>Asks and acknowledges with numbers of 15 bits, as fast as can be.</summary>
    private sealed class WrappedNumbers(Socket socket)
    {
        private readonly byte[] _bytes = new byte[255];
        private int _number;

        public int Ask(byte[] asdu)
        {
            byte[] frame = [0x68, (byte)(asdu.Length + 4), (byte)(_number << 1), (byte)(_number >> 7), (byte)(_number << 1), (byte)(_number >> 7), .. asdu];
            socket.Send(frame);
            for (var have = 0; have < frame.Length;)
            {
                var read = socket.Receive(_bytes.AsSpan(have, frame.Length - have));
                read.ShouldBeGreaterThan(0);
                have += read;
            }

            _number = (_number + 1) % 32_768;
            return (_bytes[2] >> 1) | (_bytes[3] << 7);
        }
    }
}
