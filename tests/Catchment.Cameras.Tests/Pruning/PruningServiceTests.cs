using Catchment.Cameras.Events;
using Catchment.Cameras.Pruning;
using Catchment.Cameras.Tests.Hub;
using Catchment.Core.Diagnostics;
using Catchment.Core.Hosting;

namespace Catchment.Cameras.Tests.Pruning;

public sealed class PruningServiceTests : IDisposable
{
    private static readonly DateTime Old = new(2024, 5, 1, 8, 0, 0);

    private readonly EventShelf _shelf = new();
    private readonly ManualTime _time = new(new DateTime(2024, 5, 20, 12, 0, 0));
    private readonly RecordedContext _context;
    private readonly NodeMetrics _metrics;

    public PruningServiceTests()
    {
        _context = new RecordedContext(_time);
        _metrics = new NodeMetrics(_time, "1");
    }

    public void Dispose()
    {
        _metrics.Dispose();
        _shelf.Dispose();
    }

    [Fact]
    public async Task It_runs_at_its_time_and_not_before()
    {
        _shelf.AddPlain(Old, "lab", "e1");
        await WhileRunningAsync(new PruningOptions { RunDeletes = true }, async () =>
        {
            for (var hours = 0; hours < 14; hours++)
            {
                await NextHourAsync();
                _shelf.Removed.ShouldBeEmpty();
            }

            await _time.TimerSetAsync(TimeSpan.FromMinutes(30));
            _time.Advance(TimeSpan.FromMinutes(30));
            await _time.TimerSetAsync(TimeSpan.FromHours(1));
        });

        _shelf.Removed.Count.ShouldBe(1);
        var totals = _metrics.ForService(PruningMetrics.Service).Totals;
        (totals.Received, totals.Sent, totals.Discarded).ShouldBe((1, 0, 1));
    }

    [Fact]
    public async Task A_day_that_was_missed_is_made_up_for_at_the_start()
    {
        var options = new PruningOptions { RunDeletes = true };
        await WhileRunningAsync(options, () => AdvanceToAsync(new DateTime(2024, 5, 21, 3, 0, 0)));
        _shelf.AddPlain(Old, "lab", "e1");
        await WhileRunningAsync(options, () => _time.TimerSetAsync(TimeSpan.FromHours(1)));
        _shelf.Removed.ShouldBeEmpty(); // The last run was half an hour ago.

        _time.Advance(TimeSpan.FromDays(2));
        await WhileRunningAsync(options, () => _time.TimerSetAsync(TimeSpan.FromHours(1)));

        _shelf.Removed.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_day_that_was_missed_by_minutes_is_made_up_for_too()
    {
        _shelf.AddPlain(Old, "lab", "e1");
        using (var state = StateFolder.Open(_shelf.State))
            state.Write("pruning.json", new PruningState(new DateTimeOffset(2024, 5, 19, 12, 10, 0, TimeSpan.Zero)), PruningStateJson.Default.PruningState);

        // It is 12:00 on the 20th: the run of 02:30 was due, although less than a day has gone by since the last one ended.
        await WhileRunningAsync(new PruningOptions { RunDeletes = true }, () => _time.TimerSetAsync(TimeSpan.FromHours(1)));

        _shelf.Removed.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Without_run_deletes_it_idles_and_with_false_it_only_reports()
    {
        _shelf.AddPlain(Old, "lab", "e1");
        await WhileRunningAsync(new PruningOptions(), () =>
        {
            _time.Advance(TimeSpan.FromDays(3));
            return Task.CompletedTask;
        });
        Directory.Exists(_shelf.State).ShouldBeFalse();

        await WhileRunningAsync(new PruningOptions { RunDeletes = false }, () => AdvanceToAsync(new DateTime(2024, 5, 24, 3, 0, 0)));

        _shelf.Removed.ShouldBeEmpty();
        File.Exists(Path.Combine(_shelf.State, "pruning.json")).ShouldBeTrue();
    }

    [Fact]
    public async Task What_failed_is_shown_and_tried_again_within_the_hour()
    {
        _shelf.AddPlain(Old, "lab", "e1");
        _shelf.Answer = _ => new EventDeskAnswer(EventDeskOutcome.Failed, "the watcher does not answer");
        await WhileRunningAsync(new PruningOptions { RunDeletes = true }, async () =>
        {
            await AdvanceToAsync(new DateTime(2024, 5, 21, 2, 30, 0));
            _context.Degradations["run"].ShouldContain("does not answer");

            _shelf.Answer = _ => new EventDeskAnswer(EventDeskOutcome.Done, "");
            await NextHourAsync();
            await _time.TimerSetAsync(TimeSpan.FromHours(1));
        });

        _context.Degradations.ShouldBeEmpty();
        _shelf.Removed.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Two_do_not_run_at_once()
    {
        _shelf.AddPlain(Old, "lab", "e1");
        using (StateFolder.Open(_shelf.State))
        {
            await WhileRunningAsync(new PruningOptions { RunDeletes = true }, () => AdvanceToAsync(new DateTime(2024, 5, 21, 3, 0, 0)));
        }

        _shelf.Removed.ShouldBeEmpty();
        _context.Degradations.Keys.ShouldBe(["claim"]);
    }

    [Theory]
    [InlineData("2024-03-31T00:00:00Z", "2024-03-31T01:00:00Z")] // Put forward from 02:00 to 03:00: 02:30 comes at 03:00.
    [InlineData("2024-03-31T01:00:00Z", "2024-04-01T00:30:00Z")]
    [InlineData("2024-10-26T23:00:00Z", "2024-10-27T01:30:00Z")] // Put back from 03:00 to 02:00: once.
    [InlineData("2024-05-20T00:30:00Z", "2024-05-21T00:30:00Z")]
    public void The_time_of_day_follows_the_clock_on_the_wall(string now, string next)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

        DailyTime.Parse("02:30").After(DateTimeOffset.Parse(now), zone).ShouldBe(DateTimeOffset.Parse(next));
    }

    private async Task NextHourAsync()
    {
        await _time.TimerSetAsync(TimeSpan.FromHours(1));
        _time.Advance(TimeSpan.FromHours(1));
    }

    /// <summary>Lets the clock go on from timer to timer, and waits for what comes of the last one.</summary>
    private async Task AdvanceToAsync(DateTime until)
    {
        while (_time.GetUtcNow().DateTime < until)
        {
            var left = until - _time.GetUtcNow().DateTime;
            var wait = TimeSpan.FromMinutes(_time.GetUtcNow() is { Hour: 2, Minute: 0 } ? 30 : 60);
            await _time.TimerSetAsync(wait);
            _time.Advance(left < wait ? left : wait);
        }

        await _time.TimerSetAsync(TimeSpan.FromHours(1));
    }

    private async Task WhileRunningAsync(PruningOptions options, Func<Task> act)
    {
        using var stop = new CancellationTokenSource();
        var rounds = new PruningRounds(_shelf.Files, _shelf.Faces, _shelf, options, _time, new PruningMetrics(_metrics), pace: 0);
        var run = Task.Run(() => new PruningService(rounds, options, _shelf.State).RunAsync(_context, stop.Token));
        await act();
        await stop.CancelAsync();
        await run.WaitAsync(Patience.Limit);
    }
}
