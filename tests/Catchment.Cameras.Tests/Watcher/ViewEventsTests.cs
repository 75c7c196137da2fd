using Catchment.Cameras.Events;
using Catchment.Cameras.Watcher;
using Catchment.Cameras.Watcher.Recording;
using Catchment.Core.Storage;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Cameras.Tests.Watcher;

public sealed class ViewEventsTests : IDisposable
{
    private static readonly DateTime Ten = new(2024, 5, 6, 10, 0, 0);

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly ViewEvents _events;

    public ViewEventsTests() => _events = new ViewEvents(new WatcherOptions(), new PreRollBudget(1 << 20), _time);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_event_without_a_sign_is_lost_after_the_timeout_but_not_while_its_picture_is_written()
    {
        var ongoing = Begin("a");
        _time.Advance(TimeSpan.FromSeconds(59));
        _events.Note(ongoing, Ten).ShouldBeTrue();
        _time.Advance(TimeSpan.FromSeconds(59));
        _events.TakeLost().ShouldBeNull();
        _events.Take(Picture(Ten)).ShouldBe([ongoing]);
        _time.Advance(TimeSpan.FromSeconds(1));
        _events.TakeLost().ShouldBeNull();
        _events.Wrote(ongoing);
        _events.TakeLost().ShouldBe(ongoing);
        _events.TakeLost().ShouldBeNull();
    }

    [Fact]
    public void A_backlog_of_pictures_from_before_an_event_is_no_silence_after_its_end()
    {
        var ongoing = Begin("a");
        _events.Note(ongoing, Ten.AddSeconds(5));
        _events.End(ongoing, []).ShouldBeTrue();
        for (var late = Ten.AddSeconds(-3); late < Ten; late += TimeSpan.FromSeconds(0.5))
        {
            _time.Advance(TimeSpan.FromSeconds(0.9));
            _events.Take(Picture(late)).ShouldBeNull();
            _events.TakeOver().ShouldBeNull();
        }

        _events.Take(Picture(Ten.AddSeconds(4))).ShouldBe([ongoing]);
        _events.Wrote(ongoing);
        _events.TakeOver().ShouldBeNull();
        _events.Take(Picture(Ten.AddSeconds(6)));
        _events.TakeOver().ShouldBe(ongoing);
    }

    [Fact]
    public void A_picture_that_the_rows_tell_of_is_waited_for_while_the_disk_is_slow()
    {
        var ongoing = Begin("a");
        _events.Note(ongoing, Ten.AddSeconds(5));
        _events.Take(Picture(Ten.AddSeconds(1))).ShouldBe([ongoing]);
        _events.End(ongoing, []);
        _time.Advance(TimeSpan.FromSeconds(30)); // written all that time
        _events.Wrote(ongoing);
        _events.TakeOver().ShouldBeNull();
        _time.Advance(ViewEvents.LongGrace - TimeSpan.FromSeconds(1));
        _events.TakeOver().ShouldBeNull();
        _time.Advance(TimeSpan.FromSeconds(1));
        _events.TakeOver().ShouldBe(ongoing);
    }

    [Fact]
    public void A_view_whose_pictures_stopped_long_before_an_event_does_not_hold_it_up()
    {
        _events.Take(Picture(Ten.AddSeconds(-5))).ShouldBeNull();
        _time.Advance(TimeSpan.FromSeconds(5));
        var ongoing = Begin("a");
        _events.Note(ongoing, Ten.AddSeconds(2));
        _events.End(ongoing, []);
        _events.TakeOver().ShouldBeNull();
        _time.Advance(ViewEvents.Grace);
        _events.TakeOver().ShouldBe(ongoing);
    }

    [Fact]
    public void A_row_that_was_written_a_moment_after_its_picture_does_not_hold_the_event_up()
    {
        var ongoing = Begin("a");
        _events.Take(Picture(Ten.AddSeconds(2)));
        _events.Wrote(ongoing);
        _events.Note(ongoing, Ten.AddSeconds(2.1));
        _events.End(ongoing, []);
        _time.Advance(ViewEvents.Grace);
        _events.TakeOver().ShouldBe(ongoing);
    }

    [Fact]
    public void The_pictures_of_the_next_event_are_not_those_of_the_one_before()
    {
        var first = Begin("a");
        _events.Take(Picture(Ten.AddSeconds(1)));
        _events.Wrote(first);
        _time.Advance(TimeSpan.FromSeconds(0.9)); // The log lags behind: by the clock the end covers 1.9 s.
        _events.End(first, []);
        var second = Begin("b", Ten.AddSeconds(1.5));
        _events.Take(Picture(Ten.AddSeconds(1.4))).ShouldBe([first]);
        _events.Wrote(first);
        _events.Take(Picture(Ten.AddSeconds(1.6))).ShouldBe([second]);
        _events.TakeOver().ShouldBe(first);
    }

    [Fact]
    public void An_event_keeps_the_pictures_that_its_rows_tell_of_when_the_next_one_began_meanwhile()
    {
        var first = Begin("a");
        _events.Note(first, Ten.AddSeconds(2));
        _events.End(first, []);
        var second = Begin("b", Ten.AddSeconds(1));
        _events.Take(Picture(Ten.AddSeconds(2))).ShouldBe([first, second], ignoreOrder: true);
    }

    [Fact]
    public void A_row_from_the_far_future_does_not_make_an_event_endless()
    {
        var ongoing = Begin("a");
        _events.Note(ongoing, new DateTime(9999, 12, 31));
        _events.End(ongoing, []).ShouldBeTrue();
        for (var i = 0; i < 60; i++)
        {
            _events.TakeOver().ShouldBeNull();
            _time.Advance(TimeSpan.FromSeconds(0.999));
            _events.Take(Picture(Ten.AddSeconds(i))).ShouldBe([ongoing]);
            _events.Wrote(ongoing);
        }

        _time.Advance(TimeSpan.FromSeconds(0.5));
        _events.TakeOver().ShouldBe(ongoing);
    }

    [Fact]
    public void An_event_that_is_over_gets_no_picture_any_more()
    {
        var ongoing = Begin("a");
        _events.End(ongoing, []).ShouldBeTrue();
        _time.Advance(ViewEvents.Grace);
        _events.TakeOver().ShouldBe(ongoing);
        _events.Take(Picture(Ten)).ShouldBeNull();
    }

    [Fact]
    public void Two_events_of_a_view_at_once_share_the_pictures_of_both_their_times()
    {
        var first = Begin("a");
        var second = Begin("b", Ten.AddSeconds(2));
        _events.Take(Picture(Ten.AddSeconds(1))).ShouldBe([first]);
        _events.Take(Picture(Ten.AddSeconds(2))).ShouldBe([first, second], ignoreOrder: true);
        _events.Take(Picture(Ten.AddSeconds(-1))).ShouldBeNull();
    }

    [Fact]
    public void A_picture_costs_no_allocation_but_its_place_in_the_past()
    {
        var pictures = new Queue<HeldPicture>(Enumerable.Range(0, 200).Select(i => Picture(Ten.AddMilliseconds(i))));
        while (pictures.Count > 100)
            _events.Take(pictures.Dequeue());
        Allocations.Of(() =>
        {
            _events.Take(pictures.Dequeue());
            _events.TakeOver();
            _events.TakeLost();
        }).ShouldBe(0);
    }

    private HeldPicture Picture(DateTime time) => new(ZmqMessage.Copy("{}"u8.ToArray(), WatcherBench.Jpeg(1)), time, _time.GetTimestamp());

    private OngoingEvent Begin(string id, DateTime? start = null)
    {
        var began = start ?? Ten;
        var key = new EventKey(DateOnly.FromDateTime(began), id);
        var ongoing = new OngoingEvent(new OpenEvent(key, _folder[$"{id}_trk.csv"], Durability.Written, static _ => { }), began, _time.GetTimestamp());
        _events.Add(ongoing, out _).ShouldBeTrue();
        _events.Wrote(ongoing);
        return ongoing;
    }
}
