using Catchment.Core.Diagnostics;

namespace Catchment.Core.Tests.Diagnostics;

public sealed class LogEpisodeTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void Only_the_first_occurrence_is_to_be_told_and_the_end_tells_the_count()
    {
        var episode = new LogEpisode(_time);

        episode.Occurs().ShouldBeTrue();
        _time.Advance(TimeSpan.FromSeconds(3));
        episode.Occurs().ShouldBeFalse();
        episode.Occurs().ShouldBeFalse();
        episode.IsOpen.ShouldBeTrue();

        episode.End().ShouldBe(new LogEpisodeSummary(3, TimeSpan.FromSeconds(3)));
        episode.IsOpen.ShouldBeFalse();
    }

    [Fact]
    public void An_end_without_an_episode_tells_nothing()
    {
        var episode = new LogEpisode(_time);
        episode.End().ShouldBeNull();
        episode.Occurs();
        episode.End();
        episode.End().ShouldBeNull();
    }

    [Fact]
    public void After_an_end_the_next_occurrence_begins_anew()
    {
        var episode = new LogEpisode(_time);
        episode.Occurs();
        episode.End();
        _time.Advance(TimeSpan.FromSeconds(100));

        episode.Occurs().ShouldBeTrue();
        episode.End().ShouldBe(new LogEpisodeSummary(1, TimeSpan.Zero));
    }

    [Fact]
    public void Threads_lose_no_occurrence_and_tell_each_episode_once()
    {
        var episode = new LogEpisode(_time);
        long told = 0, counted = 0, ended = 0;
        Parallel.For(0, 20_000, i =>
        {
            if (episode.Occurs())
            {
                Interlocked.Increment(ref told);
            }

            if (i % 7 == 0 && episode.End() is { } summary)
            {
                Interlocked.Add(ref counted, summary.Count);
                Interlocked.Increment(ref ended);
            }
        });
        if (episode.End() is { } last)
        {
            counted += last.Count;
            ended++;
        }

        counted.ShouldBe(20_000);
        told.ShouldBe(ended);
    }
}
