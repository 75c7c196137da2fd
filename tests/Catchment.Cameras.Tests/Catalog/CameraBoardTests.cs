using Catchment.Cameras.Catalog;
using Catchment.Core.Live;

namespace Catchment.Cameras.Tests.Catalog;

public sealed class CameraBoardTests
{
    private static readonly Camera Barn = new("Barn", "Barn", "");
    private readonly ManualTime _time = new();
    private readonly LiveFeed _feed = new();
    private readonly CameraBoard _board;

    public CameraBoardTests() => _board = new CameraBoard(_time, _feed);

    [Fact]
    public void A_tile_shows_the_newest_frame_and_event_and_the_frames_of_the_last_minute()
    {
        for (var i = 0; i < 90; i++)
        {
            _board.Saw(Frame(i));
            _board.Saw(Event(i));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        var tile = _board.Tiles().ShouldHaveSingleItem();
        tile.Newest.ShouldBe(Frame(89));
        tile.LastEvent.ShouldBe(Event(89));
        tile.FramesPerMinute.ShouldBeInRange(59, 60);

        _time.Advance(TimeSpan.FromSeconds(30));
        _board.Tiles()[0].FramesPerMinute.ShouldBeInRange(29, 31);
        _time.Advance(TimeSpan.FromHours(1));
        _board.Tiles()[0].FramesPerMinute.ShouldBe(0);
        _board.Tiles()[0].Newest.ShouldBe(Frame(89), "a silent camera keeps its last picture");
    }

    [Fact]
    public void The_first_frame_may_come_within_the_machine_s_first_minute()
    {
        var time = new ManualTime(new DateTime(1, 1, 1, 0, 0, 5));
        var board = new CameraBoard(time, _feed);
        board.Saw(Frame(1));
        board.Tiles()[0].FramesPerMinute.ShouldBe(1);
    }

    [Fact]
    public void What_the_catalog_knows_does_not_hide_what_came_meanwhile()
    {
        _board.Saw(Frame(5));
        _board.Seed(Barn, Frame(1), Event(1));
        _board.Tiles()[0].Newest.ShouldBe(Frame(5));
        _board.Tiles()[0].LastEvent.ShouldBe(Event(1));
    }

    [Fact]
    public async Task Watchers_get_each_camera_s_newest_frame_and_every_event()
    {
        using var watch = _feed.Subscribe([]);
        _board.Saw(Frame(1));
        _board.Saw(Frame(2));
        _board.Saw(Event(1));
        _board.Saw(Event(2));
        _board.Publish();
        _board.Publish();

        var messages = await watch.TakeAsync(default).WaitAsync(Patience.Limit);
        messages.Select(m => m.Payload).ShouldBe([Event(1), Event(2), Frame(2)]);
    }

    [Fact]
    public void A_sender_that_makes_up_names_does_not_fill_the_memory()
    {
        for (var i = 0; i < CameraBoard.MostCameras + 100; i++)
            _board.Saw(Frame(1) with { Camera = new Camera($"c{i}", $"c{i}", "") });
        _board.Tiles().Count.ShouldBe(CameraBoard.MostCameras);
    }

    private static FrameEntry Frame(int second) => new(Barn, new DateTime(2026, 3, 1).AddSeconds(second), FrameFormat.Jpg, 1, 1, 1, false);

    private static EventEntry Event(int second) => new(second, Barn, new DateTime(2026, 3, 1).AddSeconds(second), "motion", $"Barn|motion|{second}");
}
