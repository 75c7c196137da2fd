using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Catchment.Core.Hosting;

/// <summary>
/// Keeps services running, each on its own: a crash restarts one service after a pause of 0.1 s that doubles up to
/// 30 s, and touches no other. A stop reaches all of them at once and waits for them up to a deadline.
/// </summary>
public sealed partial class Supervisor : IAsyncDisposable
{
    private readonly TimeProvider _time;
    private readonly SupervisorOptions _options;
    private readonly ILogger _logger;
    private readonly ServiceIsland[] _islands;
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private readonly ConcurrentQueue<TaskCompletionSource> _pings = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private Task _loop = Task.CompletedTask;
    private Task<DrainReport>? _stop;

    /// <summary>Makes a supervisor; nothing runs before <see cref="Start"/>.</summary>
    /// <param name="services">The services; their names must differ.</param>
    /// <param name="options">Pauses and deadlines.</param>
    /// <param name="time">The clock of pauses, deadlines and states.</param>
    /// <param name="loggers">Where the services' logs come from; the category is the service's name.</param>
    /// <exception cref="ArgumentException">Two services have the same name.</exception>
    public Supervisor(
        IEnumerable<ServiceDefinition> services,
        SupervisorOptions options,
        TimeProvider time,
        ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(loggers);
        _options = options;
        _time = time;
        _logger = loggers.CreateLogger("node");
        _islands = [.. services.Select(s => new ServiceIsland(s, options, time, loggers.CreateLogger(s.Name), Wake))];
        string? twice = _islands.GroupBy(i => i.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1)?.Key;
        if (twice is not null)
        {
            throw new ArgumentException($"Two services have the name '{twice}'.", nameof(services));
        }
    }

    /// <summary>
    /// Raised by the supervisor's own loop after any change, with all states as they then are. Changes in quick
    /// succession may be told together.
    /// </summary>
    public event EventHandler<ServicesChangedEventArgs>? Changed;

    /// <summary>Ends when every service has been ready at least once.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Starts all services, each on a thread of its own.</summary>
    public void Start()
    {
        lock (_gate)
        {
            if (!_loop.IsCompleted || _stop is not null)
            {
                throw new InvalidOperationException("The supervisor was started before.");
            }

            foreach (ServiceIsland island in _islands)
            {
                island.Start();
            }

            _loop = Task.Run(WatchAsync);
            Wake();
        }
    }

    /// <summary>The status of every service, in the order given.</summary>
    public IReadOnlyList<ServiceStatus> Snapshot() => [.. _islands.Select(i => i.Snapshot())];

    /// <summary>
    /// Asks the supervisor's loop for a sign of life: the task ends once the loop has gone round and looked at
    /// every service. It never ends when the loop hangs or the thread pool is exhausted; the watchdog relies on it.
    /// </summary>
    public Task PingAsync()
    {
        var ping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _pings.Enqueue(ping);
        Wake();
        return ping.Task;
    }

    /// <summary>
    /// Asks all services at once to drain and waits for them, up to <see cref="SupervisorOptions.DrainDeadline"/>.
    /// Further calls return the same result.
    /// </summary>
    /// <returns>Which services, if any, did not end in time.</returns>
    public Task<DrainReport> StopAsync()
    {
        lock (_gate)
        {
            return _stop ??= DrainAsync();
        }
    }

    /// <summary>Stops, if that has not been done.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        foreach (ServiceIsland island in _islands)
        {
            // A service that would not end may still use its token.
            if (island.Completion.IsCompleted)
            {
                island.Dispose();
            }
        }
    }

    private async Task<DrainReport> DrainAsync()
    {
        long began = _time.GetTimestamp();
        foreach (ServiceIsland island in _islands)
        {
            island.RequestStop();
        }

        try
        {
            await Task.WhenAll(_islands.Select(i => i.Completion)).WaitAsync(_options.DrainDeadline, _time);
        }
        catch (TimeoutException)
        {
            // Told below, with the names.
        }

        string[] unfinished = [.. _islands.Where(i => !i.Completion.IsCompleted).Select(i => i.Name)];
        if (unfinished.Length > 0)
        {
            LogUnfinished(string.Join(", ", unfinished), _options.DrainDeadline.TotalSeconds);
        }

        _wake.Writer.TryComplete();
        await _loop;
        return new DrainReport(_time.GetElapsedTime(began), unfinished);
    }

    private void Wake() => _wake.Writer.TryWrite(true);

    private async Task WatchAsync()
    {
        await foreach (bool _ in _wake.Reader.ReadAllAsync())
        {
            LookAround();
        }

        // What changed after the last round is told before the loop ends.
        LookAround();
    }

    private void LookAround()
    {
        int pings = _pings.Count;
        IReadOnlyList<ServiceStatus> now = Snapshot();
        if (_islands.All(i => i.HasBeenReady))
        {
            _ready.TrySetResult();
        }

        try
        {
            Changed?.Invoke(this, new ServicesChangedEventArgs(now));
        }
#pragma warning disable CA1031 // A listener's failure must not end the watch over the services.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogListenerFailed(e);
        }

        for (; pings > 0 && _pings.TryDequeue(out TaskCompletionSource? ping); pings--)
        {
            ping.TrySetResult();
        }
    }
}
