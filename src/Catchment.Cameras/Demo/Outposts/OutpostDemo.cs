using Catchment.Cameras.Demo.Sentinels;
using Catchment.Core.Demo;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Cameras.Demo.Outposts;

/// <summary>
/// Simulated outposts and a sentinel for the watcher: they introduce themselves to its control port, and publish pictures, events
/// and results on ports of their own, as real ones do. Who comes by, and when, is decided by the seed alone.
/// </summary>
/// <remarks>Source: the camera specification, 10.</remarks>
public sealed class OutpostDemo : IDemoSource
{
    /// <summary>Pictures a second of one view, when the plan names no rate.</summary>
    public const double DefaultViewRate = 9;

    /// <summary>What the source is called.</summary>
    internal const string SourceName = "outposts";

    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(200);

    private readonly OutpostDemoOptions _options;
    private readonly TimeProvider _time;
    private readonly Action<string>? _tell;
    private readonly IReadOnlyList<OutpostCast> _casts;

    /// <summary>Makes the source; <see cref="RunAsync"/> lets it send.</summary>
    /// <param name="options">For whom, and how many outposts.</param>
    /// <param name="time">The clock.</param>
    /// <param name="tell">Told, in a sentence for people, when the watcher goes away, comes back, or refuses; any thread.</param>
    /// <exception cref="ArgumentOutOfRangeException">There cannot be so many outposts.</exception>
    public OutpostDemo(OutpostDemoOptions options, TimeProvider time, Action<string>? tell = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Outposts, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Outposts, OutpostDemoOptions.MaxOutposts, nameof(options));
        _options = options;
        _time = time;
        _tell = tell;
        _casts = OutpostCast.For(options.Outposts);
    }

    /// <inheritdoc/>
    public string Name => SourceName;

    /// <inheritdoc/>
    public string Description =>
        $"{_casts.Count} {(_casts.Count == 1 ? "outpost" : "outposts")} with {Senders} {(Senders == 1 ? "view" : "views")}, and a sentinel, to the watcher at {_options.Watcher}";

    /// <inheritdoc/>
    public int Senders => _casts.Sum(cast => cast.Views.Count);

    /// <inheritdoc/>
    /// <remarks>
    /// <see cref="DemoPlan.Rate"/> counts pictures. The tally counts those that the watcher was there to take; refused are introductions.
    /// At the end an event under way is ended, and what was published is sent.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The plan's rate is out of its bounds.</exception>
    public async Task<DemoTally> RunAsync(DemoPlan plan, IProgress<DemoTally>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var rate = (plan.Rate ?? (DefaultViewRate * Senders)) / Senders;
        if (!DemoPlan.IsRate(rate * Senders))
            throw new ArgumentOutOfRangeException(nameof(plan), plan.Rate, "The rate is no number of pictures a second that can be kept.");

        using var over = plan.Duration is { } duration ? new CancellationTokenSource(duration, _time) : new CancellationTokenSource();
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellation, over.Token);
        var counter = new DemoCounter();
        var running = Task.Factory.StartNew(() => Run(rate, plan, counter, stopping), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        if (progress is not null)
        {
            using var timer = new PeriodicTimer(ReportInterval, _time);
            while (!running.IsCompleted)
            {
                await Task.WhenAny(running, timer.WaitForNextTickAsync(CancellationToken.None).AsTask());
                progress.Report(counter.Tally());
            }
        }

        await running;
        return counter.Tally();
    }

    private void Run(double rate, DemoPlan plan, DemoCounter counter, CancellationTokenSource stopping)
    {
        var seen = new SeenEvents();
        var reach = new NodeReach("watcher", _options.Watcher, _tell);
        var outposts = _casts.Select(cast => new SimulatedOutpost(cast, _options, plan, double.IsPositiveInfinity(rate), seen, counter, _time)).ToArray();
        var introductions = new List<Introduction>();
        using var sentinel = new SimulatedSentinel(_options, plan.Seed, seen, _time);
        try
        {
            introductions.Add(new Introduction(_options.Watcher, [sentinel.Bind()], reach, counter, _time));
            introductions.AddRange(outposts.Select(outpost => new Introduction(_options.Watcher, outpost.Bind(), reach, counter, _time)));
            Task.WaitAll(
            [
                StartAsync(() => sentinel.Run(stopping.Token), stopping),
                .. introductions.Select(introduction => StartAsync(() => introduction.Run(stopping.Token), stopping)),
                .. outposts.Select((outpost, i) => StartAsync(() => outpost.Run(Pace(i, rate), double.IsPositiveInfinity(rate) ? 0 : rate, stopping.Token), stopping)),
            ]);
        }
        catch (ZmqException taken)
        {
            _tell?.Invoke($"No outpost can be simulated: {taken.Message}. Is another demo running? --first-port lets this one take other ports.");
        }
        finally
        {
            foreach (var outpost in outposts)
                outpost.Dispose();
            foreach (var introduction in introductions)
                introduction.Dispose();
        }
    }

    private static Task StartAsync(Action run, CancellationTokenSource stopping) =>
        Task.Factory.StartNew(
            () =>
            {
                try
                {
                    run();
                }
                catch
                {
                    stopping.Cancel(); // One that fails must not leave the others running unseen.
                    throw;
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

    /// <summary>Each outpost has its views' share of the rate; they begin one after another, not all at once.</summary>
    private Pace Pace(int index, double rate)
    {
        if (double.IsPositiveInfinity(rate))
            return new Pace(_time, null, TimeSpan.Zero);
        var view = TimeSpan.FromSeconds(1 / rate);
        return new Pace(_time, view / _casts[index].Views.Count, view * index / _casts.Count);
    }
}
