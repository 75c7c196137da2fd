using Catchment.Protocols.Iec104;
using Catchment.Protocols.Iec104.Client;

namespace Catchment.Protocols.Tests.Iec104;

/// <summary>The rules of the line, kept and demanded by a controlling station. Source: IEC 60870-5-104, 5.</summary>
public sealed class Iec104ClientLinkTests : IDisposable
{
    private const string Point = "01010300010065000001";

    private readonly RawStation _station = new();
    private readonly RecordingClientObserver _observer = new();
    private readonly ManualTime _time = new();

    private Iec104ClientOptions Options => _station.Options with { Observer = _observer, Time = _time };

    [Theory]
    [InlineData("690407000000")]
    [InlineData("6803070000")]
    [InlineData("68FE07000000")]
    [InlineData("680400000000")]
    [InlineData("680E02000000" + Point)]
    [InlineData("680E00000200" + Point)]
    [InlineData("680401000200")]
    [InlineData("680401010000")]
    [InlineData("680407000000")]
    [InlineData("680413000000")]
    [InlineData("68040B000000")]
    [InlineData("680423000000")]
    [InlineData("680403000000")]
    [InlineData("68110901030001006400000000000000000000")]
    [InlineData("680D00000000" + "010103000100650000")]
    [InlineData("680F00000000" + "0101030001006500000100")]
    public async Task A_frame_that_breaks_the_rules_ends_the_connection(string frame)
    {
        var (client, link) = await _station.ConnectAsync(Options);
        await using var closing = client;
        using var ending = link;
        link.Send(frame);

        link.ExpectEnd();
        (await _observer.ExpectAsync("Reconnecting"))!.Fault.ShouldBe(Iec104Fault.Protocol);
    }

    [Fact]
    public async Task A_station_that_wants_data_transfer_started_is_no_station()
    {
        await using var client = new Iec104Client(Options);
        var connecting = client.ConnectAsync();
        using var link = await _station.AcceptAsync();
        link.Send(RawLink.StartAct);

        (await Should.ThrowAsync<Iec104Exception>(connecting.InTimeAsync())).Fault.ShouldBe(Iec104Fault.Protocol);
    }

    [Fact]
    public async Task A_station_that_does_not_start_within_t1_is_given_up()
    {
        await using var client = new Iec104Client(Options);
        var connecting = client.ConnectAsync();
        using var link = await _station.AcceptAsync();
        link.Receive().ShouldBe(RawLink.StartAct);
        _time.Advance(TimeSpan.FromSeconds(15.1));

        (await Should.ThrowAsync<Iec104Exception>(connecting.InTimeAsync())).Fault.ShouldBe(Iec104Fault.TimedOut);
        link.ExpectEnd();
    }

    [Fact]
    public async Task No_more_than_k_requests_are_sent_without_acknowledgement()
    {
        var (client, link) = await _station.ConnectAsync(Options with { Parameters = new Iec104Parameters { K = 3 } });
        await using var closing = client;
        using var ending = link;
        var requests = Enumerable.Range(1, 5).Select(i => client.ReadAsync(1, i)).ToArray();
        for (var i = 0; i < 3; i++)
            link.ReceiveAsdu();
        link.Drain().ShouldBeEmpty();
        link.Acknowledge();
        for (var i = 0; i < 2; i++)
            link.ReceiveAsdu();
        link.Drain().ShouldBeEmpty();
        link.Dispose();
        foreach (var request in requests)
            await Should.ThrowAsync<Iec104Exception>(request.InTimeAsync());
    }

    [Fact]
    public async Task After_w_frames_or_t2_an_acknowledgement_comes()
    {
        var (client, link) = await _station.ConnectAsync(Options with { Parameters = new Iec104Parameters { W = 8 } });
        await using var closing = client;
        using var ending = link;
        for (var i = 0; i < 7; i++)
            link.SendAsdu(Point);
        link.Drain().ShouldBeEmpty();
        link.SendAsdu(Point);
        link.Receive().ShouldBe("680401001000");

        link.SendAsdu(Point);
        link.Drain().ShouldBeEmpty();
        _time.Advance(TimeSpan.FromSeconds(9.5));
        link.Drain().ShouldBeEmpty();
        _time.Advance(TimeSpan.FromSeconds(1));
        link.Receive().ShouldBe("680401001200");
    }

    [Fact]
    public async Task A_request_acknowledges_what_was_received()
    {
        var (client, link) = await _station.ConnectAsync(Options);
        await using var closing = client;
        using var ending = link;
        link.SendAsdu(Point);
        link.Drain().ShouldBeEmpty();
        var reading = client.ReadAsync(1, 101);
        link.ReceiveAsdu().ShouldBe("660105000100650000");
        link.Acknowledged.ShouldBe(1);
        link.SendAsdu("01010500010065000001");
        (await reading.InTimeAsync()).IsOn.ShouldBeTrue();
    }

    [Fact]
    public async Task Requests_that_are_not_acknowledged_within_t1_end_the_connection()
    {
        var (client, link) = await _station.ConnectAsync(Options with { RequestTimeout = TimeSpan.FromDays(1) });
        await using var closing = client;
        using var ending = link;
        var reading = client.ReadAsync(1, 101);
        link.ReceiveAsdu();
        _time.Advance(TimeSpan.FromSeconds(14));
        link.Drain().ShouldBeEmpty();
        _time.Advance(TimeSpan.FromSeconds(2));

        (await Should.ThrowAsync<Iec104Exception>(reading.InTimeAsync())).Fault.ShouldBe(Iec104Fault.TimedOut);
        (await _observer.ExpectAsync("Reconnecting"))!.Message.ShouldContain("t1");
    }

    [Fact]
    public async Task After_t3_a_test_frame_is_sent_and_without_confirmation_the_connection_ends()
    {
        var (client, link) = await _station.ConnectAsync(Options with { Parameters = new Iec104Parameters { T3 = TimeSpan.FromSeconds(10) } });
        await using var closing = client;
        using var ending = link;
        link.Drain().ShouldBeEmpty();
        _time.Advance(TimeSpan.FromSeconds(10.1));
        link.Receive().ShouldBe(RawLink.TestAct);
        link.Send(RawLink.TestCon);
        link.Drain().ShouldBeEmpty();
        _time.Advance(TimeSpan.FromSeconds(10.1));
        link.Receive().ShouldBe(RawLink.TestAct);
        _time.Advance(TimeSpan.FromSeconds(15.1));

        link.ExpectEnd();
        (await _observer.ExpectAsync("Reconnecting"))!.Fault.ShouldBe(Iec104Fault.TimedOut);
    }

    [Fact]
    public async Task Frames_may_be_split_anywhere()
    {
        var received = 0;
        var (client, link) = await _station.ConnectAsync(Options with { Received = (in _) => Interlocked.Increment(ref received) });
        await using var closing = client;
        using var ending = link;
        foreach (var octet in (link.Frame(Point) + link.Frame(Point)).Chunk(2))
            link.Send(new string(octet));
        link.Send(link.Frame(Point) + link.Frame(Point));

        await Eventually.TrueAsync(() => Volatile.Read(ref received) == 4);
    }

    public void Dispose() => _station.Dispose();
}
