using Catchment.Cameras.Demo.Drawing;
using Catchment.Cameras.Demo.Outposts;

namespace Catchment.Cameras.Tests.Demo.Outposts;

public sealed class VisitScriptTests
{
    [Fact]
    public void The_same_seed_sends_the_same_visitors_and_another_one_does_not()
    {
        foreach (var scene in OutpostScene.All)
        {
            var visits = Describe(scene, seed: 7);
            visits.ShouldBe(Describe(scene, seed: 7));
            visits.ShouldNotBe(Describe(scene, seed: 8));
        }
    }

    [Fact]
    public void Visits_take_3_to_12_seconds_and_follow_each_other_with_a_pause()
    {
        foreach (var scene in OutpostScene.All)
        {
            var end = TimeSpan.Zero;
            foreach (var visit in Visits(scene, 3))
            {
                visit.Length.TotalSeconds.ShouldBeInRange(3, 12);
                (visit.Start - end).TotalSeconds.ShouldBeInRange(5, 20);
                end = visit.End;
            }
        }
    }

    [Fact]
    public void Every_task_is_asked_for_and_some_events_have_none()
    {
        var visits = OutpostScene.All.SelectMany(scene => Visits(scene, 1)).ToArray();

        visits.SelectMany(v => v.Tasks).Select(t => t.Task).Distinct(StringComparer.Ordinal)
            .ShouldBe(["MobileNetSSD_allFrames", "GetFaces", "FaceRecon", "VehicleSpeed"], ignoreOrder: true);
        visits.Where(v => v.Tasks.Count == 0).ShouldAllBe(v => v.Tracks[0].Kind == VisitorKind.Cat);
        visits.Count(v => v.Tasks.Count == 0).ShouldBeInRange(1, visits.Length / 3);
    }

    [Fact]
    public void A_visitor_crosses_the_picture_and_is_seen_in_it_from_first_to_last()
    {
        foreach (var visit in OutpostScene.All.SelectMany(scene => Visits(scene, 2)))
        {
            var boxes = Enumerable.Range(0, 11).Select(i => visit.Tracks[0].At(i / 10.0)).ToArray();
            boxes.ShouldAllBe(b => b.X2 > 0 && b.X1 < OutpostScene.Width && b.Y1 >= 0 && b.Y2 <= OutpostScene.Height);
            Math.Abs(boxes[^1].X1 - boxes[0].X1).ShouldBeGreaterThan(600);
        }
    }

    [Fact]
    public void The_clock_decides_what_is_seen_whatever_the_rate()
    {
        var scene = OutpostScene.All[0];
        var visit = Visits(scene, 5)[1];
        using var fast = new ViewScript(new VisitScript(scene, 5, 0, 0));
        using var slow = new ViewScript(new VisitScript(scene, 5, 0, 0));
        for (var t = TimeSpan.Zero; t < visit.Start; t += TimeSpan.FromMilliseconds(10))
            fast.At(t);

        var first = fast.At(visit.Start + TimeSpan.FromSeconds(1));
        first.IsFirst.ShouldBeTrue();
        first.ShouldBe(slow.At(visit.Start + TimeSpan.FromSeconds(1)) with { Visit = first.Visit });
        fast.At(visit.Start + TimeSpan.FromSeconds(2)).IsFirst.ShouldBeFalse();
        fast.At(visit.End).Ended.ShouldBe(first.Visit);
        fast.At(visit.End).ShouldBe(new ViewMoment(null, null, false, 0));
    }

    [Fact]
    public void A_visit_between_two_pictures_is_not_seen_and_does_not_end()
    {
        var scene = OutpostScene.All[0];
        var visits = Visits(scene, 5);
        using var script = new ViewScript(new VisitScript(scene, 5, 0, 0));

        script.At(visits[0].Start - TimeSpan.FromMilliseconds(1)).Visit.ShouldBeNull();
        var later = script.At(visits[2].Start);
        later.Ended.ShouldBeNull();
        later.IsFirst.ShouldBeTrue();
    }

    [Fact]
    public void The_pixels_that_change_are_those_in_the_boxes()
    {
        foreach (var kind in Enum.GetValues<VisitorKind>())
        {
            var canvas = new Canvas(200, 200);
            var box = new Box(40, 50, 140, 150);
            VisitorPainter.Draw(canvas, kind, box, new Colour(200, 30, 30), toLeft: false, isStriding: true);

            var drawn = Enumerable.Range(0, 200 * 200).Where(i => canvas.Pixels.Slice(i * 3, 3).ContainsAnyExcept((byte)0)).ToArray();
            (drawn.Min(i => i % 200), drawn.Max(i => i % 200)).ShouldBe((40, 139), kind.ToString());
            (drawn.Min(i => i / 200), drawn.Max(i => i / 200)).ShouldBe((50, 149), kind.ToString());
        }
    }

    [Fact]
    public void Outposts_have_names_of_their_own_and_one_of_three_has_two_views()
    {
        OutpostCast.For(7).Select(o => $"{o.Name}: {string.Join(", ", o.Views.Select(v => v.View))}").ShouldBe(
        [
            "alpha: Street", "bravo: Porch, Path", "charlie: Yard", "alpha2: Street", "bravo2: Porch, Path", "charlie2: Yard", "alpha3: Street",
        ]);
    }

    private static Visit[] Visits(OutpostScene scene, int seed) => [.. new VisitScript(scene, seed, 0, 0).Visits().Take(50)];

    private static string Describe(OutpostScene scene, int seed) =>
        string.Join('\n', Visits(scene, seed).Select(v => $"{v.Start} {v.Length} {string.Join(", ", v.Tracks)} {v.Tasks.Count} {v.Speed} {v.Name}"));
}
