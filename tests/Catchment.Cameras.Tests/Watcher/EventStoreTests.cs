using Catchment.Cameras.Events;
using Catchment.Cameras.Watcher.Recording;

namespace Catchment.Cameras.Tests.Watcher;

public sealed class EventStoreTests : IDisposable
{
    private static readonly DateOnly Day = new(2024, 5, 6);
    private readonly WatcherFixture _watcher = new();

    public void Dispose() => _watcher.Dispose();

    [Fact]
    public void Taking_an_event_out_of_the_index_leaves_every_other_byte()
    {
        var key = _watcher.Record("a", Day);
        var index = _watcher.Folders.IndexOf(Day);
        var foreign = "x,\"v,1\",2024-05-06T10:00:00,ab,640,480,trk\r\nnot a row at all \"\n";
        File.AppendAllText(index, foreign);
        _watcher.Record("b", Day);
        File.AppendAllText(index, "n,v,2024-05-06T10:00:00,a"); // half a row of it, without its end

        _watcher.Store.RemoveFromIndex(key.Day, new HashSet<string>(StringComparer.Ordinal) { key.Id }).ShouldBe(3);

        var left = File.ReadAllText(index);
        left.ShouldStartWith(foreign);
        left[foreign.Length..].Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldAllBe(l => l.Contains(",b,"));
        _watcher.Store.RemoveFromIndex(key.Day, new HashSet<string>(StringComparer.Ordinal) { key.Id }).ShouldBe(0);
        _watcher.Store.FindEvent(key).ShouldBeNull();
        Directory.GetFiles(Path.GetDirectoryName(index)!, ".*").ShouldBeEmpty();
    }

    [Fact]
    public void A_row_after_somebody_elses_half_row_begins_on_a_line_of_its_own()
    {
        Directory.CreateDirectory(_watcher.Folders.CsvOf(Day));
        File.WriteAllText(_watcher.Folders.IndexOf(Day), "n,v,2024-05-06T0");
        _watcher.Record("a", Day);
        File.ReadAllLines(_watcher.Folders.IndexOf(Day))[1].ShouldBe("alpha5,PiCam3,2024-05-06T10:00:00,a,640,480,trk");
    }

    [Fact]
    public void An_abandoned_event_takes_nothing_until_it_is_released()
    {
        var key = new EventKey(Day, "a");
        var what = new RecordedEvent("alpha5", "PiCam3", Day.ToDateTime(new TimeOnly(10, 0)), 640, 480);
        using var open = _watcher.Store.Begin(key, what, isNew: true)!;
        open.Append(what.Start, "0", "x", 1, 2, 3, 4).ShouldBeTrue();
        using (_watcher.Store.Abandon(key))
        {
            _watcher.Store.IsOpen(key).ShouldBeFalse();
            open.Append(what.Start, "0", "x", 1, 2, 3, 4).ShouldBeFalse();
            _watcher.Store.Begin(key, what, isNew: true).ShouldBeNull();
            _watcher.Store.OpenSet(key, "fd1").ShouldBeNull();
        }

        using var again = _watcher.Store.Begin(key, what, isNew: true);
        again.ShouldNotBeNull();
        File.ReadAllText(_watcher.Folders.IndexOf(Day)).ShouldBe("alpha5,PiCam3,2024-05-06T10:00:00,a,640,480,trk\n");
    }

    [Fact]
    public async Task An_abandoned_event_waits_for_the_picture_that_is_being_written()
    {
        var key = new EventKey(Day, "a");
        using var open = (OpenEvent)_watcher.Store.Begin(key, new RecordedEvent("n", "v", Day.ToDateTime(default), 1, 1), isNew: true)!;
        open.MayWritePicture().ShouldBeTrue();
        var abandoning = Task.Run(() => _watcher.Store.Abandon(key));
        await Eventually.TrueAsync(() => open.IsRefused);
        abandoning.IsCompleted.ShouldBeFalse();
        open.MayWritePicture().ShouldBeFalse();
        open.PictureDone();
        (await abandoning.InTimeAsync()).Dispose();
    }

    [Fact]
    public void An_event_with_the_id_of_another_views_does_not_touch_it()
    {
        var key = _watcher.Record("a", Day);
        var before = File.ReadAllText(_watcher.Folders.SetOf(key, EventNames.OutpostTracking));
        _watcher.Store.Begin(key, new RecordedEvent("mallory", "v", Day.ToDateTime(default), 1, 1), isNew: true).ShouldBeNull();
        File.ReadAllText(_watcher.Folders.SetOf(key, EventNames.OutpostTracking)).ShouldBe(before);
        File.ReadAllText(_watcher.Folders.IndexOf(Day)).ShouldNotContain("mallory");
    }
}
