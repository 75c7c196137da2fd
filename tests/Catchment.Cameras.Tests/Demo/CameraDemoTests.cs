using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Catchment.Cameras.Demo;
using Catchment.Core.Demo;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Cameras.Tests.Demo;

public sealed class CameraDemoTests
{
    private static readonly DemoPlan AsFastAsItGoes = new() { Rate = double.PositiveInfinity };

    [Fact]
    public async Task The_same_seed_sends_the_same_in_the_same_order_and_another_one_does_not()
    {
        var first = await RecordAsync(seed: 7);
        var second = await RecordAsync(seed: 7);
        var other = await RecordAsync(seed: 8);

        first.Keys.ShouldBe(["Barn", "Dome", "Driveway"], ignoreOrder: true);
        foreach (var (node, sent) in first)
        {
            var common = Math.Min(sent.Count, second[node].Count);
            common.ShouldBeGreaterThan(100);
            sent.Take(common).ShouldBe(second[node].Take(common));
            sent.Take(100).ShouldNotBe(other[node].Take(100));
        }
    }

    [Fact]
    public async Task Frames_keep_to_the_rate()
    {
        var time = new ManualTime();
        using var hub = new RecordingHub();
        using var stop = new CancellationTokenSource();
        var running = new CameraDemo(new CameraDemoOptions(hub.Endpoint, 1), time).RunAsync(new DemoPlan { Rate = 2 }, null, stop.Token);
        await hub.FrameAsync();
        for (var frame = 0; frame < 10; frame++)
        {
            await time.TimerSetAsync(TimeSpan.FromSeconds(0.5));
            hub.HasFrame.ShouldBeFalse();
            time.Advance(TimeSpan.FromSeconds(0.5));
            await hub.FrameAsync();
        }

        await time.TimerSetAsync(TimeSpan.FromSeconds(0.5));
        time.Jump(TimeSpan.FromSeconds(60));
        await hub.FrameAsync();
        await hub.FrameAsync(); // late, so at once
        await time.TimerSetAsync(TimeSpan.FromSeconds(0.5)); // A minute's frames are not caught up.
        hub.HasFrame.ShouldBeFalse();
        await stop.CancelAsync();
        (await running.InTimeAsync()).Refused.ShouldBe(0);
    }

    [Fact]
    public async Task Nodes_begin_one_after_another()
    {
        var time = new ManualTime();
        using var hub = new RecordingHub();
        using var stop = new CancellationTokenSource();
        var running = new CameraDemo(new CameraDemoOptions(hub.Endpoint), time).RunAsync(new DemoPlan { Rate = 4 }, null, stop.Token);
        await hub.FrameAsync();
        await time.TimerSetAsync(TimeSpan.FromSeconds(1.0 / 3));
        await time.TimerSetAsync(TimeSpan.FromSeconds(2.0 / 3));
        hub.HasFrame.ShouldBeFalse();

        time.Advance(TimeSpan.FromSeconds(1.0 / 3));

        await hub.FrameAsync();
        hub.HasFrame.ShouldBeFalse();
        hub.Of("Barn")[^1].ShouldStartWith("Barn Yard|jpg");
        await stop.CancelAsync();
        await running.InTimeAsync();
    }

    [Fact]
    public async Task The_duration_ends_it()
    {
        var time = new ManualTime();
        using var hub = new RecordingHub();
        var running = new CameraDemo(new CameraDemoOptions(hub.Endpoint), time).RunAsync(new DemoPlan { Duration = TimeSpan.FromSeconds(90) }, null, CancellationToken.None);
        await hub.FrameAsync();
        running.IsCompleted.ShouldBeFalse();

        time.Advance(TimeSpan.FromSeconds(90));

        (await running.InTimeAsync()).Sent.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_request_under_way_is_waited_for_when_it_is_stopped()
    {
        using var stop = new CancellationTokenSource();
        using var hub = new RecordingHub(received: count =>
        {
            if (count == 50)
                stop.Cancel(); // before the answer
        });

        var tally = await RunAsync(hub.Endpoint, AsFastAsItGoes, stop.Token, cameras: 1);

        tally.Sent.ShouldBe(50);
        hub.Count.ShouldBe(50);
    }

    [Fact]
    public async Task A_hub_that_is_away_is_told_once_and_found_again()
    {
        var endpoint = new ZmqEndpoint("127.0.0.1", FreePort());
        var told = new BlockingCollection<string>();
        using var stop = new CancellationTokenSource();
        var options = new CameraDemoOptions(endpoint) { ConnectPatience = TimeSpan.FromSeconds(1) }; // A busy machine may take its time for those who come after the hub.
        var running = new CameraDemo(options, TimeProvider.System, told.Add).RunAsync(AsFastAsItGoes, null, stop.Token);
        told.TryTake(out var away, Patience.Limit).ShouldBeTrue();

        using var hub = new RecordingHub(endpoint.Port);
        told.TryTake(out var found, Patience.Limit).ShouldBeTrue();
        await hub.FrameAsync();
        await stop.CancelAsync();

        away.ShouldBe($"The hub at {endpoint} does not answer; trying again until it does. Is the node up (catchment up)?");
        found.ShouldBe($"The hub at {endpoint} answers.");
        (await running.InTimeAsync()).Sent.ShouldBeGreaterThan(0);
        told.ShouldBeEmpty();
        hub.Nodes.ShouldAllBe(node => hub.Of(node)[0].Contains("|Restart|", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_hub_that_never_comes_does_not_hold_the_end_up()
    {
        var told = new ConcurrentQueue<string>();
        var options = new CameraDemoOptions(new ZmqEndpoint("127.0.0.1", FreePort())) { ConnectPatience = TimeSpan.FromMilliseconds(20) };

        var tally = await new CameraDemo(options, TimeProvider.System, told.Enqueue)
            .RunAsync(new DemoPlan { Duration = TimeSpan.FromSeconds(0.5) }, null, CancellationToken.None).InTimeAsync();

        tally.ShouldBe(new DemoTally(0, 0, 0));
        told.Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_is_answered_with_an_error_text_is_refused_and_its_text_is_told_safely_once()
    {
        using var stop = new CancellationTokenSource();
        var told = new ConcurrentQueue<string>();
        using var hub = new RecordingHub(reply: "ERROR \u001b[2J" + new string('x', 1000), received: count =>
        {
            if (count == 100)
                stop.Cancel();
        });

        var tally = await RunAsync(hub.Endpoint, AsFastAsItGoes, stop.Token, tell: told.Enqueue);

        tally.Sent.ShouldBe(0);
        tally.Refused.ShouldBeGreaterThanOrEqualTo(100);
        var text = told.ShouldHaveSingleItem();
        text.ShouldStartWith($"The hub at {hub.Endpoint} refuses: ERROR \\x1b[2J");
        text.Length.ShouldBeLessThan(300);
    }

    [Fact]
    public async Task Progress_ends_with_what_was_sent()
    {
        using var stop = new CancellationTokenSource();
        using var hub = new RecordingHub(received: count =>
        {
            if (count == 200)
                stop.Cancel();
        });
        var progress = new LastReport();

        var tally = await new CameraDemo(new CameraDemoOptions(hub.Endpoint), TimeProvider.System).RunAsync(AsFastAsItGoes, progress, stop.Token).InTimeAsync();

        progress.Value.ShouldBe(tally);
        tally.Sent.ShouldBe(hub.Count);
        tally.Bytes.ShouldBeGreaterThan(100_000);
    }

    [Fact]
    public void It_says_what_it_sends_and_where()
    {
        var endpoint = ZmqEndpoint.Parse("127.0.0.1:5555");

        new CameraDemo(new CameraDemoOptions(endpoint), TimeProvider.System).Description.ShouldBe("4 cameras on 3 nodes, to the hub at tcp://127.0.0.1:5555");
        new CameraDemo(new CameraDemoOptions(endpoint, 1), TimeProvider.System).Description.ShouldBe("1 camera on 1 node, to the hub at tcp://127.0.0.1:5555");
        Should.Throw<ArgumentOutOfRangeException>(() => new CameraDemo(new CameraDemoOptions(endpoint, 0), TimeProvider.System));
        Should.Throw<ArgumentOutOfRangeException>(() => new CameraDemo(new CameraDemoOptions(endpoint, 101), TimeProvider.System));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(1e9)]
    [InlineData(double.NegativeInfinity)]
    public async Task A_rate_that_cannot_be_kept_is_refused(double rate) =>
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => RunAsync(ZmqEndpoint.Parse("127.0.0.1:5555"), new DemoPlan { Rate = rate }, CancellationToken.None));

    private static async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> RecordAsync(int seed)
    {
        using var stop = new CancellationTokenSource();
        RecordingHub? hub = null;
        using (hub = new RecordingHub(received: _ =>
        {
            if (hub!.Nodes.Count == 3 && hub.Nodes.All(node => hub.Of(node).Count > 120))
                stop.Cancel();
        }))
        {
            await RunAsync(hub.Endpoint, AsFastAsItGoes with { Seed = seed }, stop.Token);
            return hub.Nodes.ToDictionary(node => node, hub.Of, StringComparer.Ordinal);
        }
    }

    private static Task<DemoTally> RunAsync(ZmqEndpoint endpoint, DemoPlan plan, CancellationToken stop, int cameras = 4, Action<string>? tell = null) =>
        new CameraDemo(new CameraDemoOptions(endpoint, cameras), TimeProvider.System, tell).RunAsync(plan, null, stop).InTimeAsync();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class LastReport : IProgress<DemoTally>
    {
        public DemoTally? Value { get; private set; }

        public void Report(DemoTally value) => Value = value;
    }
}
