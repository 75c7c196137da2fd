using Catchment.Protocols.Iec104;
using Catchment.Protocols.Iec104.Server;
using static Catchment.Protocols.Tests.Iec104.TestStation;

namespace Catchment.Protocols.Tests.Iec104;

/// <summary>What a controlled station answers. Source: <c>tags</c> 6.3.</summary>
public sealed class Iec104ServiceTests
{
    private readonly MemoryStation _station = new MemoryStation().With(Single(101, isOn: true), Single(102, isOn: false), Float(105, 21.5), Float(106, -1), Counter(200, 1234));
    private readonly RecordingServerObserver _observer = new();
    private readonly ManualTime _time = new();

    [Fact]
    public async Task An_interrogation_tells_all_points_between_confirmation_and_termination()
    {
        _station.With(new Iec104Point(TypeId.M_ME_TF_1, InformationObject.OfFloat(107, 7).At(new Cp56Time2a(1))));
        await using var server = Start();
        using var master = RawLink.Start(server.Endpoints[0]);

        master.SendAsdu("64010600010000000014");

        master.ReceiveAsdu().ShouldBe("64010700010000000014");
        master.ReceiveAsdu().ShouldBe("010214000100650000016600" + "0000");
        master.ReceiveAsdu().ShouldBe("0D0314000100" + "6900000000AC4100" + "6A0000000080BF00" + "6B00000000E04000");
        master.ReceiveAsdu().ShouldBe("0F0114000100C80000D204000000");
        master.ReceiveAsdu().ShouldBe("64010A00010000000014");
    }

    [Theory]
    [InlineData("64010600010000000015", "64010700010000000015 64010A00010000000015")]
    [InlineData("64010600010000000013", "64014700010000000013")]
    [InlineData("64010600010000000025", "64014700010000000025")]
    [InlineData("64010600010001000014", "64016F00010001000014")]
    [InlineData("64010600630000000014", "64016E00630000000014")]
    [InlineData("64010300010000000014", "64016D00010000000014")]
    [InlineData("64010800010000000014", "64010900010000000014")]
    [InlineData("65010600010000000005", "65010700010000000005 0F0125000100C80000D204000000 65010A00010000000005")]
    [InlineData("65010600010000000002", "65010700010000000002 0F0127000100C80000D204000000 65010A00010000000002")]
    [InlineData("65010600010000000006", "65014700010000000006")]
    [InlineData("65010600010000000045", "65010700010000000045 65010A00010000000045")]
    [InlineData("650106000100000000C5", "650147000100000000C5")]
    [InlineData("66010500010069000000", "")]
    [InlineData("660105000100690000", "0D0105000100690000" + "0000AC4100")]
    [InlineData("6601050001000F2700", "66016F0001000F2700")]
    [InlineData("66010600010069" + "0000", "66016D000100690000")]
    [InlineData("67010600010000000" + "0E2042002D50B1A", "67010700010000000" + "0E2042002D50B1A")]
    [InlineData("6801060001000000" + "00AA55", "6801070001000000" + "00AA55")]
    [InlineData("6801060001000000" + "00AA56", "6801470001000000" + "00AA56")]
    [InlineData("6B01060001000000" + "000100E2042002D50B1A", "6B01070001000000" + "000100E2042002D50B1A")]
    [InlineData("C801060001000000" + "0000", "C8016C0001000000" + "0000")]
    [InlineData("0101060001006500" + "0001", "01016C0001006500" + "0001")]
    [InlineData("2D01060001006600" + "0001", "2D01070001006600" + "0001 2D010A0001006600" + "0001")]
    [InlineData("2D01060001006600" + "0081", "2D01070001006600" + "0081")]
    [InlineData("2D01060001006500" + "0001", "2D01470001006500" + "0001")]
    [InlineData("2D01060001000F27" + "0001", "2D016F0001000F27" + "0001")]
    [InlineData("2D0106000100C800" + "0001", "2D016C000100C800" + "0001")]
    [InlineData("2D01080001006600" + "0001", "2D01090001006600" + "0001")]
    [InlineData("2D01050001006600" + "0001", "2D016D0001006600" + "0001")]
    [InlineData("2D0106006300660000" + "01", "2D016E006300660000" + "01")]
    [InlineData("2D010600FFFF660000" + "01", "2D016E00FFFF660000" + "01")]
    [InlineData("2E010600010066000002", "2E010700010066000002 2E010A00010066000002")]
    [InlineData("2E010600010066000003", "2E014700010066000003")]
    [InlineData("2F010600010066000000", "2F014700010066000000")]
    [InlineData("300106000100660000004000", "300107000100660000004000 30010A000100660000004000")]
    [InlineData("31010600010066000" + "0F9FF00", "31010700010066000" + "0F9FF00 31010A00010066000" + "0F9FF00")]
    [InlineData("3201060001006A0000" + "00005D4200", "3201070001006A0000" + "00005D4200 32010A0001006A0000" + "00005D4200")]
    [InlineData("330106000100660000DEADBEEF", "330107000100660000DEADBEEF 33010A000100660000DEADBEEF")]
    [InlineData("3F01060001006A0000" + "00005D4200E2042002D50B1A", "3F01070001006A0000" + "00005D4200E2042002D50B1A 3F010A0001006A0000" + "00005D4200E2042002D50B1A")]
    [InlineData("2D01060701006600" + "0001", "2D01070701006600" + "0001 2D010A0701006600" + "0001")]
    public async Task Requests_are_answered_as_the_specification_says(string request, string answers)
    {
        await using var server = Start();
        using var master = RawLink.Start(server.Endpoints[0]);
        master.SendAsdu(request);
        if (answers.Length == 0)
        {
            // Too long for its type.
            master.ExpectEnd();
            await _observer.ExpectAsync(nameof(Iec104CloseReason.Malformed));
            return;
        }

        foreach (var answer in answers.Split(' '))
            master.ReceiveAsdu().ShouldBe(answer);
        master.Acknowledge();
        master.Drain().ShouldBeEmpty();
    }

    [Fact]
    public async Task The_global_address_is_every_station()
    {
        var station = new MemoryStation { CommonAddresses = [1, 2] }.With(Single(101, isOn: true));
        await using var server = Iec104Server.Start(Options, station);
        using var master = RawLink.Start(server.Endpoints[0]);

        master.SendAsdu("64010600FFFF00000014");

        string[] answers = [.. Enumerable.Range(0, 6).Select(_ => master.ReceiveAsdu())];
        answers.ShouldBe(["64010700010000000014", "01011400010065000001", "64010A00010000000014", "64010700020000000014", "01011400020065000001", "64010A00020000000014"]);
    }

    [Fact]
    public async Task A_command_of_a_test_is_confirmed_and_not_executed()
    {
        await using var server = Start();
        using var master = RawLink.Start(server.Endpoints[0]);

        master.Ask("2D018600010066000001").ShouldBe("2D018700010066000001");
        master.ReceiveAsdu().ShouldBe("2D018A00010066000001");

        _station.Commands.ShouldAllBe(c => c.Kind == Iec104CommandKind.Select);
    }

    [Fact]
    public async Task A_command_tells_its_station_what_was_sent()
    {
        await using var server = Start();
        using var master = RawLink.Start(server.Endpoints[0]);

        master.Ask("3F010609" + "01006A000000005D4205E2042002D50B1A");

        var command = _station.Commands.ShouldHaveSingleItem();
        (command.Kind, command.CommonAddress, command.Type, command.Originator).ShouldBe((Iec104CommandKind.Execute, 1, TypeId.C_SE_TC_1, (byte)9));
        (command.Information.Address, command.Information.ShortFloat, command.Information.SetPointQualifier, command.Information.Time.Minute).ShouldBe((106, 55.25f, 5, 32));
    }

    [Fact]
    public async Task A_termination_comes_when_the_execution_is_done_and_is_negative_when_it_failed()
    {
        var done = new TaskCompletionSource();
        _station.Completion = done.Task;
        await using var server = Start();
        using var master = RawLink.Start(server.Endpoints[0]);
        master.Ask("2D010600010066000001").ShouldBe("2D010700010066000001");
        master.Drain().ShouldBeEmpty();
        done.SetResult();
        master.ReceiveAsdu().ShouldBe("2D010A00010066000001");

        _station.Completion = Task.FromException(new InvalidOperationException("it did not move"));
        master.Ask("2D010600010066000000").ShouldBe("2D010700010066000000");
        master.ReceiveAsdu().ShouldBe("2D014A00010066000000");
        await _observer.ExpectAsync("it did not move");
    }

    [Fact]
    public async Task No_more_executions_are_under_way_than_there_may_be()
    {
        _station.Completion = new TaskCompletionSource().Task;
        await using var server = Iec104Server.Start(Options with { MaxExecutions = 2 }, _station);
        using var master = RawLink.Start(server.Endpoints[0]);
        string[] answers = [.. Enumerable.Range(0, 3).Select(_ => master.Ask("2D010600010066000001"))];

        answers.ShouldBe(["2D010700010066000001", "2D010700010066000001", "2D014700010066000001"]);
    }

    [Fact]
    public async Task What_one_master_has_selected_another_cannot_have()
    {
        await using var server = Start(selectRequired: true);
        using var one = RawLink.Start(server.Endpoints[0]);
        using var other = RawLink.Start(server.Endpoints[0]);

        one.Ask("2D010600010066000001").ShouldBe("2D014700010066000001", "not selected");
        one.Ask("2D010600010066000081").ShouldBe("2D010700010066000081");
        other.Ask("2D010600010066000081").ShouldBe("2D014700010066000081", "selected by another");
        other.Ask("2D010600010066000001").ShouldBe("2D014700010066000001", "selected by another");
        other.Ask("2D010800010066000001").ShouldBe("2D014900010066000001", "selected by another");
        one.Ask("2D010600010066000001").ShouldBe("2D010700010066000001");
        one.ReceiveAsdu().ShouldBe("2D010A00010066000001");
        one.Ask("2D010600010066000001").ShouldBe("2D014700010066000001", "executed already");

        _station.Commands.Count(c => c.Kind == Iec104CommandKind.Execute).ShouldBe(1);
    }

    [Fact]
    public async Task An_execution_has_to_be_what_was_selected()
    {
        await using var server = Start();
        using var master = RawLink.Start(server.Endpoints[0]);

        master.Ask("2D010600010066000081").ShouldBe("2D010700010066000081");
        master.Ask("2D010600010066000000").ShouldBe("2D014700010066000000", "another value");
        master.Ask("2D010600010066000081").ShouldBe("2D010700010066000081");
        master.Ask("2D010800010066000001").ShouldBe("2D010900010066000001");
        master.Ask("2D01060001000F270001").ShouldBe("2D016F0001000F270001");

        _station.Commands.ShouldNotContain(c => c.Kind == Iec104CommandKind.Execute);
    }

    [Fact]
    public async Task A_selection_ends_with_its_time_or_its_connection()
    {
        await using var server = Start(selectRequired: true);
        using var other = RawLink.Start(server.Endpoints[0]);
        using (var master = RawLink.Start(server.Endpoints[0]))
            master.Ask("2D010600010066000081").ShouldBe("2D010700010066000081");
        await _observer.ExpectAsync(nameof(Iec104CloseReason.Peer));

        other.Ask("2D010600010066000081").ShouldBe("2D010700010066000081");
        _time.Advance(TimeSpan.FromSeconds(9));
        other.Ask("2D010600010066000001").ShouldBe("2D010700010066000001");
        other.ReceiveAsdu();
        other.Ask("2D010600010066000081").ShouldBe("2D010700010066000081");
        _time.Advance(TimeSpan.FromSeconds(10));
        other.Ask("2D010600010066000001").ShouldBe("2D014700010066000001", "too late");
    }

    [Fact]
    public async Task A_station_that_throws_costs_the_request_alone()
    {
        await using var server = Start();
        using var master = RawLink.Start(server.Endpoints[0]);
        _station.Fails = true;
        master.Ask("660105000100690000").ShouldBe("66016F000100690000");
        master.Ask("2D010600010066000001").ShouldBe("2D014700010066000001");
        master.Ask("64010600010000000014").ShouldBe("64010700010000000014");
        master.ReceiveAsdu().ShouldBe("64010A00010000000014");
        await _observer.ExpectAsync("the station is broken");
        _station.Fails = false;

        master.Ask("660105000100690000").ShouldBe("0D01050001006900000000AC4100");
    }

    [Fact]
    public async Task Sizes_of_fields_may_be_others()
    {
        var format = new AsduFormat { CauseOctets = 1, CommonAddressOctets = 1, ObjectAddressOctets = 2 };
        await using var server = Iec104Server.Start(Options with { Format = format }, _station);
        using var master = RawLink.Start(server.Endpoints[0]);

        master.Ask("66010501" + "6900").ShouldBe("0D010501" + "69000000AC4100");
        master.Ask("640106FF" + "000014").ShouldBe("64010701" + "000014");
    }

    private Iec104Server Start(bool selectRequired = false) =>
        Iec104Server.Start(Options with { Observer = _observer, Time = _time, SelectRequired = selectRequired, SelectTimeout = TimeSpan.FromSeconds(10) }, _station);
}
