using System.Net;
using System.Text.Json;
using Catchment.Cameras.Catalog;
using Catchment.Core.Hosting;
using Catchment.Core.Live;
using Catchment.WebConsole.Live;

namespace Catchment.WebConsole.Tests.Live;

public sealed class LiveRouteTests
{
    private static readonly DateTime Morning = new(2026, 3, 1, 8, 18, 31);

    [Fact]
    public async Task A_watcher_is_greeted_and_told_of_frames_messages_days_services_and_the_disk()
    {
        await using ConsoleNode node = await ConsoleNode.StartAsync();
        await using LiveReader reader = await LiveReader.OpenAsync(node);
        (await reader.NextAsync()).Topic.ShouldBe("hello");

        node.Catalog.Add(Frame(1));
        node.Catalog.Add(new EventEntry(4, Scene.Mailbox, Morning, "motion", "Driveway Mailbox|motion|line\nbreak"));
        node.Live.Publish(new LiveMessage(NodeHost.ServiceTopic, "hub", new ServiceStatus { Name = "hub", State = ServiceState.BackingOff, Since = DateTimeOffset.UnixEpoch, Reason = "crashed" }));
        node.Live.Publish(new LiveMessage(ConsoleDisk.Topic, "", new ConsoleDisk(1, 2, null, null, "well")));

        node.Catalog.Find(new DateOnly(2026, 2, 28));

        Dictionary<string, JsonElement> told = [];
        while (told.Count < 5)
        {
            (string topic, JsonElement data) = await reader.NextAsync();
            told[topic] = data;
        }

        told["frame"].GetProperty("picture").GetString().ShouldStartWith("/api/v1/pictures/2026-03-01/Driveway-Mailbox-");
        told["event"].GetProperty("text").GetString().ShouldBe("Driveway Mailbox|motion|line\nbreak");
        told["service"].GetProperty("state").GetString().ShouldBe("backing_off");
        told["day"].GetProperty("day").GetString().ShouldBe("2026-02-28");
        told["disk"].GetProperty("advice").GetString().ShouldBe("well");
    }

    [Fact]
    public async Task A_change_of_a_service_is_told_by_the_node_itself()
    {
        var degrade = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using ConsoleNode node = await ConsoleNode.StartAsync(null, null, QuietService.Define("hub", async context =>
        {
            await degrade.Task;
            context.Degrade("disk", "nearly full");
        }));
        await using LiveReader reader = await LiveReader.OpenAsync(node, "?topics=service");
        await reader.NextAsync();

        degrade.SetResult();

        JsonElement hub;
        do
            hub = (await reader.NextAsync()).Data;
        while (hub.GetProperty("name").GetString() != "hub");
        hub.GetProperty("state").GetString().ShouldBe("degraded");
        hub.GetProperty("reason").GetString().ShouldBe("nearly full");
    }

    [Fact]
    public async Task A_fast_camera_is_told_in_batches_with_its_newest_frame()
    {
        var time = new ManualTime();
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => p with { Time = time });
        await using LiveReader reader = await LiveReader.OpenAsync(node, "?topics=frame");
        await reader.NextAsync();
        node.Catalog.Add(Frame(0));
        (await reader.NextAsync()).Data.GetProperty("size").GetInt64().ShouldBe(0);
        await time.TimerSetAsync(LiveRoute.Pause);

        for (var i = 1; i <= 1000; i++)
            node.Catalog.Add(Frame(i));
        time.Advance(LiveRoute.Pause);

        (await reader.NextAsync()).Data.GetProperty("size").GetInt64().ShouldBe(1000);
    }

    [Fact]
    public async Task A_batch_has_room_for_a_frame_of_every_camera()
    {
        var time = new ManualTime();
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => p with { Time = time });
        await using LiveReader reader = await LiveReader.OpenAsync(node, "?topics=frame");
        await reader.NextAsync();
        node.Catalog.Add(Frame(0));
        await reader.NextAsync();
        await time.TimerSetAsync(LiveRoute.Pause);

        for (var round = 1; round <= 3; round++)
        {
            for (var i = 0; i < CameraBoard.MostCameras; i++)
                node.Catalog.Add(Frame(round) with { Camera = new Camera($"C{i}", $"C{i}", "") });
        }

        time.Advance(LiveRoute.Pause);

        for (var i = 0; i < CameraBoard.MostCameras; i++)
        {
            (string topic, JsonElement data) = await reader.NextAsync();
            topic.ShouldBe("frame");
            data.GetProperty("size").GetInt64().ShouldBe(3);
        }
    }

    [Fact]
    public async Task A_slow_watcher_is_told_that_it_missed_messages()
    {
        var time = new ManualTime();
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => p with { Time = time });
        await using LiveReader reader = await LiveReader.OpenAsync(node, "?topics=event");
        await reader.NextAsync();
        node.Catalog.Add(Message(0));
        await reader.NextAsync();
        await time.TimerSetAsync(LiveRoute.Pause);

        for (var i = 1; i <= LiveRoute.MostWaiting + 44; i++)
            node.Catalog.Add(Message(i));
        time.Advance(LiveRoute.Pause);

        var received = 0;
        (string Topic, JsonElement Data) message;
        while ((message = await reader.NextAsync()).Topic == "event")
            received++;
        received.ShouldBe(LiveRoute.MostWaiting);
        message.Topic.ShouldBe("missed");
        message.Data.GetProperty("messages").GetInt64().ShouldBe(44);
    }

    [Fact]
    public async Task Silence_is_filled_with_heartbeats()
    {
        var time = new ManualTime();
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => p with { Time = time });
        await using LiveReader reader = await LiveReader.OpenAsync(node, "?topics=frame");
        await reader.NextAsync();

        for (var i = 0; i < 3; i++)
        {
            await time.TimerSetAsync(LiveRoute.Heartbeat);
            time.Advance(LiveRoute.Heartbeat);
            (await reader.LineAsync()).ShouldBe(": still here");
            (await reader.LineAsync()).ShouldBe("");
        }

        node.Catalog.Add(Frame(5));
        (await reader.NextAsync()).Topic.ShouldBe("frame");
    }

    [Fact]
    public async Task One_watcher_too_many_is_refused_until_another_has_gone()
    {
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => p with { MostWatchers = 2 });
        LiveReader first = await LiveReader.OpenAsync(node);
        await using LiveReader second = await LiveReader.OpenAsync(node);
        using (HttpResponseMessage third = await node.Client.GetAsync("/api/v1/live"))
        {
            third.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            third.Headers.RetryAfter.ShouldNotBeNull();
        }

        await first.DisposeAsync();

        using var limit = new CancellationTokenSource(Patience.Limit);
        while (true)
        {
            using HttpResponseMessage again = await node.Client.GetAsync("/api/v1/live", HttpCompletionOption.ResponseHeadersRead, limit.Token);
            if (again.StatusCode == HttpStatusCode.OK)
                break;
        }
    }

    [Fact]
    public async Task A_watcher_does_not_hold_up_the_nodes_stop_and_leaves_nothing_behind()
    {
        ConsoleNode node = await ConsoleNode.StartAsync();
        await using LiveReader reader = await LiveReader.OpenAsync(node);
        await reader.NextAsync();

        (await node.StopAsync()).ShouldBe(NodeHost.Drained);

        (await reader.EndAsync()).ShouldBeTrue();
        node.Live.IsWatched.ShouldBeFalse();
        await node.DisposeAsync();
    }

    private static FrameEntry Frame(int size) => new(Scene.Mailbox, Morning.AddMicroseconds(size), FrameFormat.Jpg, size, null, null, IsArchived: false);

    private static EventEntry Message(int id) => new(id, Scene.Mailbox, Morning, "motion", "Driveway Mailbox|motion|moving");
}
