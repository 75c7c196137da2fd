using Catchment.Core.Diagnostics;
using Catchment.Tags.Sync.Cycle;
using Catchment.Tags.Sync.Statistics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Tags.Sync;

/// <summary>
/// The sync for a program of one's own: started and stopped by hand, as the process's one, or as a hosted service. All members are safe on
/// any thread. Source: <c>tags</c> 8.2.
/// </summary>
public sealed class DataServiceSyncService : IHostedService, IAsyncDisposable
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);
    private static readonly Lock OneGate = new();
    private static DataServiceSyncService? _one;

    private readonly Lock _gate = new();
    private readonly SyncSettings _settings;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly NodeMetrics _metrics;
    private readonly SyncTally _tally;
    private CancellationTokenSource? _stop;
    private Task? _work;

    /// <summary>Makes a sync; nothing runs before it is started.</summary>
    /// <param name="socketPath">Path of the gateway's Unix socket.</param>
    /// <param name="syncInterval">From the beginning of a cycle to that of the next, in seconds.</param>
    /// <param name="enableLogging">Whether it logs.</param>
    /// <param name="pollingApiUrl">URL of the polled values; null: <c>http://localhost:8000/deploy/api/io/polled-values</c>.</param>
    /// <param name="settings">Everything else; null: the defaults, without a buffer.</param>
    /// <param name="logger">The log; null: there is none.</param>
    /// <param name="time">The clock; null: the system's.</param>
    /// <exception cref="FormatException">The URL, the key format or a pattern is none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The interval is not above 0, or too long.</exception>
    public DataServiceSyncService(
        string socketPath = SyncSettings.DefaultSocketPath,
        double syncInterval = 1.0,
        bool enableLogging = true,
        string? pollingApiUrl = null,
        SyncSettings? settings = null,
        ILogger<DataServiceSyncService>? logger = null,
        TimeProvider? time = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(socketPath);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(syncInterval);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(syncInterval, TimeSpan.FromDays(1).TotalSeconds);
        var given = settings ?? new SyncSettings();
        if (pollingApiUrl is not null)
            given = given with { PollingUrl = Uri.TryCreate(pollingApiUrl, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https") ? url : throw new FormatException($"'{pollingApiUrl}' is no http URL of polled values") };
        given.Check();
        _settings = given with { SocketPath = socketPath, Interval = TimeSpan.FromSeconds(syncInterval) };
        _logger = enableLogging && logger is not null ? logger : NullLogger.Instance;
        _time = time ?? TimeProvider.System;
        _metrics = new NodeMetrics(_time, "");
        _tally = new SyncTally(_metrics, _time);
    }

    /// <summary>The process's one sync: made at the first call, whose arguments count.</summary>
    /// <param name="socketPath">Path of the gateway's Unix socket.</param>
    /// <param name="syncInterval">In seconds.</param>
    /// <param name="enableLogging">Whether it logs.</param>
    /// <param name="pollingApiUrl">URL of the polled values; null: the usual one.</param>
    public static DataServiceSyncService Get(string socketPath = SyncSettings.DefaultSocketPath, double syncInterval = 1.0, bool enableLogging = true, string? pollingApiUrl = null)
    {
        lock (OneGate)
            return _one ??= new DataServiceSyncService(socketPath, syncInterval, enableLogging, pollingApiUrl);
    }

    /// <summary>Starts the process's one sync.</summary>
    /// <param name="socketPath">Path of the gateway's Unix socket; counts when the one is made now.</param>
    /// <param name="syncInterval">In seconds.</param>
    /// <param name="enableLogging">Whether it logs.</param>
    /// <param name="pollingApiUrl">URL of the polled values; null: the usual one.</param>
    /// <returns>False: it runs already.</returns>
    public static bool Start(string socketPath = SyncSettings.DefaultSocketPath, double syncInterval = 1.0, bool enableLogging = true, string? pollingApiUrl = null) =>
        Get(socketPath, syncInterval, enableLogging, pollingApiUrl).Start();

    /// <summary>Stops the process's one sync, if there is one; the next start makes a new one.</summary>
    /// <param name="patience">How long it may take at most, in seconds.</param>
    public static void Stop(double patience = 5.0)
    {
        DataServiceSyncService? one;
        lock (OneGate)
            (one, _one) = (_one, null);
        one?.StopWithin(TimeSpan.FromSeconds(patience));
    }

    /// <summary>Starts it.</summary>
    /// <returns>False: it runs already.</returns>
    public bool Start()
    {
        lock (_gate)
        {
            if (_work is { IsCompleted: false })
                return false;
            var stop = new CancellationTokenSource();
            _stop?.Dispose();
            _stop = stop;
            _tally.IsRunning = true;
            _work = Task.Run(() => RunAsync(stop.Token));
            return true;
        }
    }

    /// <summary>Stops it: the present cycle ends. Waits at most 5 s.</summary>
    public void Stop() => StopWithin(StopPatience);

    /// <summary>Whether it runs.</summary>
    public bool IsRunning()
    {
        lock (_gate)
            return _work is { IsCompleted: false };
    }

    /// <summary>The statistics at this moment.</summary>
    public SyncStats GetStats() => _tally.Snapshot() with { Running = IsRunning() };

    /// <summary>Starts it, if it does not run.</summary>
    /// <param name="cancellationToken">Not used: it starts at once.</param>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Start();
        return Task.CompletedTask;
    }

    /// <summary>Stops it: the present cycle ends. Waits at most 5 s.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (End() is { } work)
            await work.WaitAsync(StopPatience, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Stops it, and gives back what it holds.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _metrics.Dispose();
        _stop?.Dispose();
    }

    private void StopWithin(TimeSpan patience)
    {
        // Whether it failed was told when it did.
        if (End() is { } work)
            _ = Task.WaitAny([work], patience);
    }

    private Task? End()
    {
        lock (_gate)
        {
            _stop?.Cancel();
            return _work;
        }
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            await using var engine = new SyncEngine(_settings, _tally, new LoggedCondition(_logger, _time), _logger, _time);
            await engine.RunAsync(stopping);
        }
#pragma warning disable CA1031 // There is nobody to throw it at; the statistics tell.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _tally.Tell($"The sync ended: {e.Message}");
            _tally.IsRunning = false;
        }
    }
}
