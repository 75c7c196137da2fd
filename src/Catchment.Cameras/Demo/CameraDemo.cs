using Catchment.Core.Demo;

namespace Catchment.Cameras.Demo;

/// <summary>
/// Simulated camera nodes: each has its own REQ connection to the hub, as an imagenode has, and sends frames of its views and the
/// event messages of its detectors and sensors. What each sends, and in which order, is decided by the seed alone.
/// </summary>
/// <remarks>Source: the camera specification, 4.</remarks>
public sealed class CameraDemo : IDemoSource
{
    /// <summary>Frames a second of all cameras together, when the plan names none.</summary>
    public const double DefaultRate = 4;

    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(200);

    private readonly CameraDemoOptions _options;
    private readonly TimeProvider _time;
    private readonly Action<string>? _tell;
    private readonly IReadOnlyList<NodeCast> _nodes;

    /// <summary>Makes the source; <see cref="RunAsync"/> lets it send.</summary>
    /// <param name="options">Where to, and how many cameras.</param>
    /// <param name="time">The clock.</param>
    /// <param name="tell">Told, in a sentence for people, when the hub goes away, comes back, or begins to refuse; any thread.</param>
    /// <exception cref="ArgumentOutOfRangeException">There cannot be so many cameras.</exception>
    public CameraDemo(CameraDemoOptions options, TimeProvider time, Action<string>? tell = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Cameras, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Cameras, CameraDemoOptions.MaxCameras, nameof(options));
        _options = options;
        _time = time;
        _tell = tell;
        _nodes = NodeCast.For(options.Cameras);
    }

    /// <inheritdoc/>
    public string Name => "cameras";

    /// <inheritdoc/>
    public string Description =>
        $"{_options.Cameras} {(_options.Cameras == 1 ? "camera" : "cameras")} on {_nodes.Count} {(_nodes.Count == 1 ? "node" : "nodes")}, to the hub at {_options.Endpoint}";

    /// <inheritdoc/>
    public int Senders => _options.Cameras;

    /// <inheritdoc/>
    /// <remarks>
    /// <see cref="DemoPlan.Rate"/> counts frames; event messages come on top, about one for every four frames. The tally counts
    /// both. At the end a request that is under way is waited for.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The plan's rate is out of its bounds.</exception>
    public async Task<DemoTally> RunAsync(DemoPlan plan, IProgress<DemoTally>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var rate = plan.Rate ?? DefaultRate;
        if (!DemoPlan.IsRate(rate))
            throw new ArgumentOutOfRangeException(nameof(plan), rate, "The rate is no number of frames a second that can be kept.");

        using var over = plan.Duration is { } duration ? new CancellationTokenSource(duration, _time) : new CancellationTokenSource();
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellation, over.Token);
        var counter = new DemoCounter();
        var reach = new NodeReach("hub", _options.Endpoint, _tell);
        var running = Task.WhenAll(_nodes.Select((node, i) => StartAsync(node, Pace(node, i, rate), plan, counter, reach, stopping)));
        await ReportAsync(running, counter, progress);
        await running;
        return counter.Tally();
    }

    private Task StartAsync(NodeCast cast, Pace pace, DemoPlan plan, DemoCounter counter, NodeReach reach, CancellationTokenSource stopping)
    {
        var node = new SimulatedNode(new NodeScript(cast, plan.Seed), pace, _options, counter, reach, plan.Journal is { } journal ? new NodeJournal(Name, cast.Name, journal, _time) : null, _time);
        return Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        void Run()
        {
            try
            {
                node.Run(stopping.Token);
            }
            catch
            {
                stopping.Cancel(); // One that fails must not leave the others running unseen.
                throw;
            }
        }
    }

    /// <summary>Each node has its cameras' share of the rate; they begin one after another, not all at once.</summary>
    private Pace Pace(NodeCast node, int index, double rate)
    {
        if (double.IsPositiveInfinity(rate))
            return new Pace(_time, null, TimeSpan.Zero);
        var camera = _options.Cameras / rate;
        return new Pace(_time, TimeSpan.FromSeconds(camera / node.Views.Count), TimeSpan.FromSeconds(camera * index / _nodes.Count));
    }

    private async Task ReportAsync(Task running, DemoCounter counter, IProgress<DemoTally>? progress)
    {
        if (progress is null)
            return;
        using var timer = new PeriodicTimer(ReportInterval, _time);
        while (!running.IsCompleted)
        {
            await Task.WhenAny(running, timer.WaitForNextTickAsync().AsTask());
            progress.Report(counter.Tally());
        }
    }
}
