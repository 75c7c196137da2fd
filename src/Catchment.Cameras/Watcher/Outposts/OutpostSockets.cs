using Catchment.Cameras.Watcher.Recording;
using Catchment.Core.Hosting;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Cameras.Watcher.Outposts;

/// <summary>
/// The connections to outposts, all the time: one for each place where a log is published and one for each where pictures are. A message that
/// is being worked on holds its publisher back by TCP: nothing is dropped here.
/// </summary>
internal sealed class OutpostSockets : IDisposable
{
    private const string Condition = "outposts";
    private const long LongestLogMessage = 1 << 20;
    private const long LongestPictureMessage = 32 << 20;

    private readonly Lock _gate = new();
    private readonly Dictionary<ZmqEndpoint, ZmqSubscriber> _logs = [];
    private readonly Dictionary<ZmqEndpoint, ZmqSubscriber> _images = [];
    private readonly List<Action> _checks = [];
    private readonly OutpostRegistry _registry;
    private readonly EventRecorder _recorder;
    private readonly WatcherMetrics _metrics;
    private readonly IServiceContext _context;
    private int _working;
    private bool _isClosed;

    internal OutpostSockets(OutpostRegistry registry, EventRecorder recorder, WatcherMetrics metrics, IServiceContext context)
    {
        _registry = registry;
        _recorder = recorder;
        _metrics = metrics;
        _context = context;
    }

    /// <summary>Connects to where a view publishes, unless it is connected already.</summary>
    internal void Add(WatcherCamera camera)
    {
        lock (_gate)
        {
            if (_isClosed)
                return;
            if (!_logs.ContainsKey(camera.Logger))
            {
                var intake = new LogIntake(camera.Logger, _registry, _recorder, _metrics, _context.Time, _context.Logger);
                _checks.Add(intake.Check);
                _logs.Add(camera.Logger, Connect(camera.Logger, intake.Take, LongestLogMessage));
            }

            if (!_images.ContainsKey(camera.Images))
            {
                var intake = new PictureIntake(camera.Images, _recorder, _metrics, _context.Time, _context.Logger);
                _checks.Add(intake.Check);
                _images.Add(camera.Images, Connect(camera.Images, intake.Take, LongestPictureMessage));
            }
        }
    }

    /// <summary>Whether the publisher of a view's pictures is connected.</summary>
    internal bool IsConnected(WatcherCamera camera)
    {
        lock (_gate)
            return _images.TryGetValue(camera.Images, out var subscriber) && subscriber.ConnectedCount > 0;
    }

    /// <summary>Shows outposts that are not connected as a degradation, and ends episodes of discards; to be called about once a second.</summary>
    internal void Check()
    {
        string[] missing;
        lock (_gate)
        {
            _checks.ForEach(c => c());
            missing = [.. _logs.Concat(_images).Where(s => s.Value.ConnectedCount == 0).Select(s => s.Key.ToString()).Order(StringComparer.Ordinal)];
        }

        if (missing.Length == 0)
            _context.Recover(Condition);
        else
            _context.Degrade(Condition, $"{missing.Length} publishers of outposts are not connected, such as {missing[0]}; the watcher keeps trying");
    }

    /// <summary>Disconnects, and waits until what was received is recorded.</summary>
    /// <param name="deadline">How long.</param>
    internal void Drain(TimeSpan deadline)
    {
        Dispose();
        SpinWait.SpinUntil(() => Volatile.Read(ref _working) == 0, deadline);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ZmqSubscriber[] all;
        lock (_gate)
        {
            _isClosed = true;
            all = [.. _logs.Values, .. _images.Values];
            _logs.Clear();
            _images.Clear();
        }

        Parallel.ForEach(all, new ParallelOptions { MaxDegreeOfParallelism = 16 }, static s => s.Dispose());
    }

    private ZmqSubscriber Connect(ZmqEndpoint endpoint, ZmqSubscriberHandler take, long longest)
    {
        var subscriber = new ZmqSubscriber([endpoint], ZmqSubscriber.Everything, Counted(take), new ZmqOptions
        {
            Limits = new ZmqLimits { MaxMessageBytes = longest, MaxBufferedBytes = 2 * longest },
            TimeProvider = _context.Time,
            Logger = _context.Logger,
            Observer = _metrics,
        });
        subscriber.Start();
        return subscriber;
    }

    private ZmqSubscriberHandler Counted(ZmqSubscriberHandler take) => (message, from) =>
    {
        var began = _context.Time.GetTimestamp();
        Interlocked.Increment(ref _working);
        _metrics.Received(message.TotalBytes);
        _metrics.Enter();
        try
        {
            take(message, from);
        }
        finally
        {
            _metrics.Leave(_context.Time.GetElapsedTime(began));
            Interlocked.Decrement(ref _working);
        }
    };
}
