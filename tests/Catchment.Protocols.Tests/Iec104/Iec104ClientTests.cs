using System.Collections.Concurrent;
using Catchment.Protocols.Iec104;
using Catchment.Protocols.Iec104.Client;
using Catchment.Protocols.Iec104.Server;

namespace Catchment.Protocols.Tests.Iec104;

/// <summary>What a controlling station asks, and what it makes of the answers.</summary>
public sealed class Iec104ClientTests : IDisposable
{
    private readonly RawStation _station = new();
    private readonly RecordingClientObserver _observer = new();
    private readonly ManualTime _time = new();
    private readonly ConcurrentQueue<Iec104Indication> _received = new();

    private Iec104ClientOptions Options =>
        _station.Options with { Observer = _observer, Time = _time, Received = (in one) => _received.Enqueue(one) };

    [Fact]
    public async Task An_interrogation_ends_with_its_termination_and_its_points_came_before()
    {
        var (client, link) = await _station.ConnectAsync(Options with { Originator = 7 });
        await using var closing = client;
        using var ending = link;
        var interrogation = client.InterrogateAsync(1, group: 2);
        link.ReceiveAsdu().ShouldBe("64010607010000000016");
        link.SendAsdu("64010707010000000016");
        link.SendAsdu("0D0216070100" + "6900000000AC4100" + "6A0000000080BF80");
        link.SendAsdu("0B8216070100" + "C80000" + "010000" + "FEFF01");
        interrogation.IsCompleted.ShouldBeFalse();
        link.SendAsdu("64010A07010000000016");
        await interrogation.InTimeAsync();

        _received.Select(r => (r.Type, r.Cause, r.Information.Address, r.Information.Quality)).ShouldBe(
        [
            (TypeId.M_ME_NC_1, (CauseOfTransmission)22, 105, QualityDescriptor.None),
            (TypeId.M_ME_NC_1, (CauseOfTransmission)22, 106, QualityDescriptor.Invalid),
            (TypeId.M_ME_NB_1, (CauseOfTransmission)22, 200, QualityDescriptor.None),
            (TypeId.M_ME_NB_1, (CauseOfTransmission)22, 201, QualityDescriptor.Overflow),
        ]);
        _received.First().Information.ShortFloat.ShouldBe(21.5f);
        _received.Last().Information.Scaled.ShouldBe((short)-2);
    }

    [Theory]
    [InlineData("64014700010000000014", CauseOfTransmission.ActivationConfirmation)]
    [InlineData("64016E00010000000014", CauseOfTransmission.UnknownCommonAddress)]
    [InlineData("64016C00010000000014", CauseOfTransmission.UnknownType)]
    public async Task A_refusal_tells_its_cause(string answer, CauseOfTransmission cause)
    {
        var (client, link) = await _station.ConnectAsync(Options);
        await using var closing = client;
        using var ending = link;
        var interrogation = client.InterrogateAsync(1);
        link.ReceiveAsdu();
        link.SendAsdu(answer);

        var failure = await Should.ThrowAsync<Iec104Exception>(interrogation.InTimeAsync());
        (failure.Fault, failure.Cause).ShouldBe((Iec104Fault.Refused, cause));
        client.State.ShouldBe(Iec104ClientState.Connected);
    }

    [Fact]
    public async Task A_command_is_selected_confirmed_executed_and_terminated()
    {
        var (client, link) = await _station.ConnectAsync(Options);
        await using var closing = client;
        using var ending = link;
        var command = client.CommandAsync(1, TypeId.C_SC_NA_1, InformationObject.SingleCommand(101, isOn: true), select: true);
        link.ReceiveAsdu().ShouldBe("2D010600010065000081");
        link.SendAsdu("2D010700010065000081");
        link.ReceiveAsdu().ShouldBe("2D010600010065000001");
        link.SendAsdu("2D010700010065000001");
        command.IsCompleted.ShouldBeFalse();
        link.SendAsdu("2D010A00010065000001");
        await command.InTimeAsync();

        command = client.CommandAsync(1, TypeId.C_SE_NC_1, InformationObject.OfFloat(105, 55.25), terminates: false);
        link.ReceiveAsdu().ShouldBe("320106000100690000" + "00005D4200");
        link.SendAsdu("320107000100690000" + "00005D4200");
        await command.InTimeAsync();

        command = client.CommandAsync(1, TypeId.C_BO_NA_1, InformationObject.OfBits(105, 0xEFBEADDE));
        link.ReceiveAsdu().ShouldBe("330106000100690000" + "DEADBEEF");
        link.SendAsdu("330107000100690000" + "DEADBEEF");
        link.SendAsdu("33014A000100690000" + "DEADBEEF");
        (await Should.ThrowAsync<Iec104Exception>(command.InTimeAsync())).Cause.ShouldBe(CauseOfTransmission.ActivationTermination);
    }

    [Fact]
    public async Task A_selection_may_be_cancelled()
    {
        var (client, link) = await _station.ConnectAsync(Options);
        await using var closing = client;
        using var ending = link;
        var one = InformationObject.DoubleCommand(101, isOn: true);
        var selection = client.SelectAsync(1, TypeId.C_DC_NA_1, one);
        link.ReceiveAsdu().ShouldBe("2E010600010065000082");
        link.SendAsdu("2E010700010065000082");
        await selection.InTimeAsync();
        var cancellation = client.CancelAsync(1, TypeId.C_DC_NA_1, one);
        link.ReceiveAsdu().ShouldBe("2E010800010065000002");
        link.SendAsdu("2E010900010065000002");
        await cancellation.InTimeAsync();
    }

    [Fact]
    public async Task A_point_is_read_and_requests_at_once_get_each_its_own_answer()
    {
        var (client, link) = await _station.ConnectAsync(Options);
        await using var closing = client;
        using var ending = link;
        var (one, other, missing) = (client.ReadAsync(1, 105), client.ReadAsync(1, 106), client.ReadAsync(1, 9999));
        string[] requests = [link.ReceiveAsdu(), link.ReceiveAsdu(), link.ReceiveAsdu()];
        requests.ShouldBe(["660105000100690000", "6601050001006A0000", "6601050001000F2700"]);
        link.SendAsdu("66016F0001000F2700");
        link.SendAsdu("0D01030001006A000000000000" + "00");
        link.SendAsdu("0D01050001006A00000000803F" + "00");
        link.SendAsdu("0D01050001006900000000AC41" + "00");

        (await one.InTimeAsync()).ShortFloat.ShouldBe(21.5f);
        (await other.InTimeAsync()).ShortFloat.ShouldBe(1f);
        (await Should.ThrowAsync<Iec104Exception>(missing.InTimeAsync())).Cause.ShouldBe(CauseOfTransmission.UnknownObjectAddress);
    }

    [Fact]
    public async Task Clock_test_and_counters_are_asked_for()
    {
        var (client, link) = await _station.ConnectAsync(Options);
        await using var closing = client;
        using var ending = link;
        var clock = client.SynchronizeClockAsync(1);
        link.ReceiveAsdu().ShouldBe("670106000100000000" + "0000000CE1031A");
        link.SendAsdu("670107000100000000" + "0100000CE1031A");
        (await clock.InTimeAsync()).Milliseconds.ShouldBe(1);

        var test = client.TestAsync(1);
        link.ReceiveAsdu().ShouldBe("680106000100000000AA55");
        link.SendAsdu("680107000100000000AA55");
        await test.InTimeAsync();

        var counters = client.InterrogateCountersAsync(1, group: 3, CounterFreeze.FreezeAndReset);
        link.ReceiveAsdu().ShouldBe("65010600010000000083");
        link.SendAsdu("65010700010000000083");
        link.SendAsdu("65010A00010000000083");
        await counters.InTimeAsync();
    }

    [Fact]
    public async Task What_does_not_come_in_time_is_told()
    {
        var (client, link) = await _station.ConnectAsync(Options with { RequestTimeout = TimeSpan.FromSeconds(3), TerminationTimeout = TimeSpan.FromSeconds(5), CommandTerminationTimeout = TimeSpan.FromSeconds(7) });
        await using var closing = client;
        using var ending = link;
        var unconfirmed = client.InterrogateAsync(1);
        link.ReceiveAsdu();
        link.Acknowledge();
        await _time.TimerSetAsync(TimeSpan.FromSeconds(3));
        _time.Advance(TimeSpan.FromSeconds(3));
        var failure = await Should.ThrowAsync<Iec104Exception>(unconfirmed.InTimeAsync());
        (failure.Fault, failure.Cause).ShouldBe((Iec104Fault.TimedOut, CauseOfTransmission.ActivationConfirmation));

        var unterminated = client.InterrogateAsync(1);
        link.ReceiveAsdu();
        link.SendAsdu("64010700010000000014");
        await _time.TimerSetAsync(TimeSpan.FromSeconds(5));
        _time.Advance(TimeSpan.FromSeconds(5));
        (await Should.ThrowAsync<Iec104Exception>(unterminated.InTimeAsync())).Message.ShouldContain("terminated");

        var command = client.CommandAsync(1, TypeId.C_SC_NA_1, InformationObject.SingleCommand(101, isOn: true));
        link.ReceiveAsdu();
        link.SendAsdu("2D010700010065000001");
        await _time.TimerSetAsync(TimeSpan.FromSeconds(7));
        _time.Advance(TimeSpan.FromSeconds(7));
        failure = await Should.ThrowAsync<Iec104Exception>(command.InTimeAsync());
        (failure.Fault, failure.Cause).ShouldBe((Iec104Fault.TimedOut, CauseOfTransmission.ActivationTermination));

        var reading = client.ReadAsync(1, 101);
        link.ReceiveAsdu();
        await _time.TimerSetAsync(TimeSpan.FromSeconds(3));
        _time.Advance(TimeSpan.FromSeconds(3));
        (await Should.ThrowAsync<Iec104Exception>(reading.InTimeAsync())).Cause.ShouldBe(CauseOfTransmission.Request);
    }

    [Fact]
    public async Task A_station_that_is_not_there_is_told_and_can_be_tried_again()
    {
        var options = Options;
        _station.Dispose();
        await using var client = new Iec104Client(options);
        for (var i = 0; i < 2; i++)
            (await Should.ThrowAsync<Iec104Exception>(client.ConnectAsync().InTimeAsync())).Fault.ShouldBe(Iec104Fault.NotConnected);

        client.State.ShouldBe(Iec104ClientState.Disconnected);
        (await Should.ThrowAsync<Iec104Exception>(client.InterrogateAsync(1))).Fault.ShouldBe(Iec104Fault.NotConnected);
    }

    [Fact]
    public async Task A_lost_connection_is_got_back_and_what_was_asked_fails()
    {
        var (client, link) = await _station.ConnectAsync(Options with { ReconnectDelays = [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(11)] });
        await using var closing = client;
        var interrogation = client.InterrogateAsync(1);
        link.ReceiveAsdu();
        link.Dispose();
        (await Should.ThrowAsync<Iec104Exception>(interrogation.InTimeAsync())).Fault.ShouldBe(Iec104Fault.NotConnected);
        (await _observer.ExpectAsync("Reconnecting")).ShouldNotBeNull();

        await _time.TimerSetAsync(TimeSpan.FromSeconds(5));
        _time.Advance(TimeSpan.FromSeconds(5));
        using (var refused = await _station.AcceptAsync())
            refused.Receive().ShouldBe(RawLink.StartAct);
        await _observer.ExpectAsync("again in 11 s");
        await _time.TimerSetAsync(TimeSpan.FromSeconds(11));
        _time.Advance(TimeSpan.FromSeconds(11));
        using var again = await _station.StartAsync();
        await _observer.ExpectAsync("Connected");

        var test = client.TestAsync(1);
        again.ReceiveAsdu();
        again.SendAsdu("680107000100000000AA55");
        await test.InTimeAsync();
    }

    [Fact]
    public async Task Data_transfer_can_be_stopped_and_started()
    {
        var (client, link) = await _station.ConnectAsync(Options);
        await using var closing = client;
        using var ending = link;
        var stop = client.StopTransferAsync();
        link.Receive().ShouldBe(RawLink.StopAct);
        link.SendAsdu("01010300010065000001");
        link.Send(RawLink.StopCon);
        await stop.InTimeAsync();
        _received.Count.ShouldBe(1);
        (await Should.ThrowAsync<Iec104Exception>(client.TestAsync(1))).Fault.ShouldBe(Iec104Fault.NotConnected);

        var start = client.StartTransferAsync();
        while (link.Receive() != RawLink.StartAct)
        {
            // The acknowledgement of what came before the confirmation.
        }

        link.Send(RawLink.StartCon);
        await start.InTimeAsync();
        var test = client.TestLinkAsync();
        link.Receive().ShouldBe(RawLink.TestAct);
        link.Send(RawLink.TestCon);
        await test.InTimeAsync();
    }

    [Fact]
    public async Task An_unknown_type_and_a_receiver_that_throws_harm_nothing()
    {
        var throws = true;
        var (client, link) = await _station.ConnectAsync(Options with
        {
            Received = (in one) =>
            {
                if (throws)
                    throw new InvalidOperationException("the receiver is broken");
                _received.Enqueue(one);
            },
        });
        await using var closing = client;
        using var ending = link;
        link.SendAsdu("C8010300010065000001020304");
        await _observer.ExpectAsync("type 200");
        link.SendAsdu("01010300010065000001");
        await _observer.ExpectAsync("the receiver is broken");
        throws = false;
        link.SendAsdu("46010400010000000020");
        await Eventually.TrueAsync(() => _received.Any(r => r.Type == TypeId.M_EI_NA_1 && r.Information.Qualifier == Iec104Server.EventsLostCause));
    }

    [Fact]
    public async Task What_cannot_be_asked_is_refused_at_once()
    {
        var (client, link) = await _station.ConnectAsync(Options);
        await using var closing = client;
        using var ending = link;
        Func<Task>[] mistakes =
        [
            () => client.InterrogateAsync(1, group: 17), () => client.InterrogateAsync(65_536), () => client.ReadAsync(1, 1 << 24),
            () => client.CommandAsync(1, TypeId.M_SP_NA_1, default), () => client.SelectAsync(1, TypeId.C_BO_NA_1, default), () => client.CancelAsync(1, TypeId.C_IC_NA_1, default),
            () => client.InterrogateCountersAsync(1, group: 5), () => client.CommandAsync(1, TypeId.C_BO_TA_1, default, select: true),
        ];
        foreach (var mistake in mistakes)
            (await Should.ThrowAsync<Iec104Exception>(mistake)).Fault.ShouldBe(Iec104Fault.Argument);
        Should.Throw<Iec104Exception>(() => new Iec104Client(Options with { Port = 0 })).Fault.ShouldBe(Iec104Fault.Argument);
    }

    public void Dispose() => _station.Dispose();
}
