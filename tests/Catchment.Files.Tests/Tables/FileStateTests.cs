using Catchment.Files.Tables;
using FsCheck;
using FsCheck.Fluent;

namespace Catchment.Files.Tests.Tables;

public sealed class FileStateTests
{
    private static readonly FileStatus[] Statuses = Enum.GetValues<FileStatus>();

    [Fact]
    public void To_read_events_again_changes_nothing()
    {
        var gen = from status in Gen.Elements(Statuses)
                  from start in Gen.Choose(0, 20)
                  from hasDuration in Gen.Elements(true, false)
                  select (status, start, hasDuration);
        Prop.ForAll(gen.ListOf().ToArbitrary(), rows =>
        {
            var known = new HashSet<long>();
            FileState? state = null;
            var events = rows.DistinctBy(r => r.start).Select((r, i) => new PlacedEvent(new EventPlace(i + 1, r.start, 1), r.status, r.hasDuration)).ToArray();
            foreach (var e in events)
                state = FileState.With(state, e, e.Status == FileStatus.Rerun && known.Add(e.Place.Start));
            var once = state;
            foreach (var e in events)
                state = FileState.With(state, e, e.Status == FileStatus.Rerun && known.Add(e.Place.Start));
            return Equals(state, once) && (state is null || state.Newest == events.Max(e => e.Place.Start));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Without_reruns_the_greatest_time_counts_in_whatever_order()
    {
        var gen = Gen.Choose(0, 100).Select(start => (Start: start, Status: Statuses[2 + (start % 7)])).ListOf();
        Prop.ForAll(gen.ToArbitrary(), rows =>
        {
            FileState? state = null;
            foreach (var (start, status) in rows)
                state = FileState.With(state, new PlacedEvent(new EventPlace(0, start, 1), status, false), isNewRerun: false);
            return rows.Count == 0 ? state is null : state!.Status == rows.MaxBy(r => r.Start).Status;
        }).QuickCheckThrowOnFailure();
    }
}
