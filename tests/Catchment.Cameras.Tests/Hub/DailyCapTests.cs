using Catchment.Cameras.Hub;

namespace Catchment.Cameras.Tests.Hub;

public sealed class DailyCapTests
{
    private static readonly DateOnly Day1 = new(2024, 5, 6);
    private static readonly DateOnly Day2 = new(2024, 5, 7);

    [Fact]
    public void Each_day_takes_its_number_and_warns_once()
    {
        var cap = new DailyCap(5, null, _ => 0);

        foreach (var day in new[] { Day1, Day2 })
        {
            var taken = 0;
            var warnings = 0;
            for (var i = 0; i < 8; i++)
            {
                if (cap.TryTake(day, out var first))
                    taken++;
                if (first)
                    warnings++;
            }

            taken.ShouldBe(5);
            warnings.ShouldBe(1);
        }
    }

    [Fact]
    public void Around_midnight_each_frame_counts_for_its_own_day()
    {
        var cap = new DailyCap(1, null, _ => 0);

        cap.TryTake(Day2, out _).ShouldBeTrue();
        cap.TryTake(Day1, out _).ShouldBeTrue();
        cap.TryTake(Day2, out _).ShouldBeFalse();
        cap.TryTake(Day1, out _).ShouldBeFalse();
    }

    [Fact]
    public void A_restart_goes_on_counting_with_what_lies_there()
    {
        var cap = new DailyCap(5, new CapState(Day1, 2, false), _ => 4);

        cap.TryTake(Day1, out _).ShouldBeTrue();
        cap.TryTake(Day1, out var first).ShouldBeFalse();
        first.ShouldBeTrue();
    }

    [Fact]
    public void A_restart_remembers_what_was_moved_away_and_that_it_warned()
    {
        var cap = new DailyCap(5, new CapState(Day1, 5, true), _ => 0);

        cap.TryTake(Day1, out var first).ShouldBeFalse();
        first.ShouldBeFalse();
        cap.State().ShouldBe(new CapState(Day1, 5, true));
    }

    [Fact]
    public void A_restart_before_the_first_frame_forgets_nothing_and_reads_no_folder()
    {
        var known = new CapState(Day1, 5, true);

        new DailyCap(5, known, _ => throw new UnauthorizedAccessException("not allowed")).State().ShouldBe(known);
    }

    [Fact]
    public void A_frame_that_was_not_stored_gives_its_place_back()
    {
        var cap = new DailyCap(1, null, _ => 0);
        cap.TryTake(Day1, out _);

        cap.GiveBack(Day1);

        cap.TryTake(Day1, out _).ShouldBeTrue();
    }

    [Fact]
    public void Without_a_cap_nothing_is_counted()
    {
        var cap = new DailyCap(null, null, _ => throw new InvalidOperationException("counted"));

        cap.TryTake(Day1, out _).ShouldBeTrue();
        cap.State().ShouldBeNull();
    }

    [Fact]
    public void A_cap_of_nothing_stores_nothing() => new DailyCap(0, null, _ => 0).TryTake(Day1, out _).ShouldBeFalse();
}
