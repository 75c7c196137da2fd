using Catchment.Core.Demo;

namespace Catchment.Commands;

/// <summary>Runs all sources at once and shows how they go on.</summary>
/// <param name="sources">The sources.</param>
/// <param name="plan">How much, how long, which seed.</param>
/// <param name="display">Shows it.</param>
/// <param name="time">The clock.</param>
internal sealed class DemoRun(IReadOnlyList<IDemoSource> sources, DemoPlan plan, DemoDisplay display, TimeProvider time)
{
    private readonly long _began = time.GetTimestamp();

    /// <summary>Runs until the plan's time is over or the token ends it.</summary>
    /// <returns>The totals of each source.</returns>
    internal async Task<IReadOnlyList<DemoResult>> RunAsync(CancellationToken stop)
    {
        var latest = sources.Select(_ => new Latest()).ToArray();
        var running = Task.WhenAll(sources.Select((source, i) => Task.Run(() => source.RunAsync(PlanOf(source), latest[i], stop), CancellationToken.None)));
        using var timer = new PeriodicTimer(display.Interval, time);
        while (!running.IsCompleted)
        {
            await Task.WhenAny(running, timer.WaitForNextTickAsync(CancellationToken.None).AsTask());
            if (!running.IsCompleted)
                display.Show(Results([.. latest.Select(l => l.Value)]));
        }

        return Results(await running);
    }

    /// <summary>A rate is that of all sources together: each has its senders' share.</summary>
    private DemoPlan PlanOf(IDemoSource source) =>
        plan.Rate is { } rate ? plan with { Rate = Math.Max(DemoPlan.MinRate, rate * source.Senders / sources.Sum(s => s.Senders)) } : plan;

    private IReadOnlyList<DemoResult> Results(IReadOnlyList<DemoTally> tallies)
    {
        var seconds = Math.Round(time.GetElapsedTime(_began).TotalSeconds, 3);
        return [.. sources.Zip(tallies, (source, tally) => new DemoResult(source.Name, tally.Sent, tally.Refused, tally.Bytes, seconds))];
    }

    private sealed class Latest : IProgress<DemoTally>
    {
        private volatile DemoTally _value = new(0, 0, 0);

        internal DemoTally Value => _value;

        public void Report(DemoTally value) => _value = value;
    }
}
