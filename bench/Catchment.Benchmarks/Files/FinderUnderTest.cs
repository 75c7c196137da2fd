using Catchment.Benchmarks.Machine;
using Catchment.Core.Databases;
using Catchment.Core.Diagnostics;
using Catchment.Core.Hosting;
using Catchment.Core.Storage;
using Catchment.Files.Finder;
using Catchment.Files.Patterns;
using Catchment.Files.Settings;
using Catchment.Files.Tables;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Benchmarks.Files;

/// <summary>A finder in the benchmark's process, with tables of its own.</summary>
internal sealed class FinderUnderTest : IServiceContext, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly StateFolder _state;
    private readonly FinderMetrics _metrics = new(new NodeMetrics(TimeProvider.System, "bench"));
    private readonly List<TimeSpan> _searches = [];
    private readonly FirstComplaint _complaint = new();
    private readonly TaskCompletionSource _running = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _run;
    private readonly TimeSpan _cpuBefore = ProcessUsage.Read(Environment.ProcessId).Cpu;
    private long _began;

    private FinderUnderTest(FinderSettings settings, string state)
    {
        _state = StateFolder.Open(state);
        var service = new FinderService(settings, _state, _metrics, _complaint) { Searched = Searched };
        _run = Task.Factory.StartNew(() => service.RunAsync(this, _stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
    }

    /// <inheritdoc/>
    public TimeProvider Time => TimeProvider.System;

    /// <inheritdoc/>
    public ILogger Logger => NullLogger.Instance;

    /// <inheritdoc/>
    public TimeSpan DrainDeadline => TimeSpan.FromSeconds(10);

    /// <summary>The most memory that was seen.</summary>
    internal double ResidentMegabytes { get; private set; }

    /// <summary>Processor time since it started.</summary>
    internal double CpuSeconds => (ProcessUsage.Read(Environment.ProcessId).Cpu - _cpuBefore).TotalSeconds;

    /// <summary>Starts one.</summary>
    /// <param name="url">The database; an SQLite file is made.</param>
    /// <param name="table">The files table; made.</param>
    /// <param name="source">Where files are.</param>
    /// <param name="storage">Where they come to; the same: they stay.</param>
    /// <param name="state">Its state folder.</param>
    internal static FinderUnderTest Start(string url, string table, string source, string storage, string state)
    {
        var database = new FilesDatabaseSettings { Url = DatabaseUrl.Parse(url, state), Files = new TableName(null, table), Events = new TableName(null, table + "_events") };
        Directory.CreateDirectory(state);
        FilesSetup.Run(database);
        return new FinderUnderTest(
            new FinderSettings
            {
                Database = database,
                Source = source,
                Storage = storage,
                StandardAction = source == storage ? FileAction.Noop : FileAction.Move,
                AlternativeAction = FileAction.Noop,
                Method = SearchMethod.Scan,
                Exclude = PatternList.Parse([@"\.tmp$"]),
                PastDays = 1,
                FutureDays = 1,
                Delay = TimeSpan.Zero,
                Pause = TimeSpan.FromSeconds(0.1),
                Settle = TimeSpan.Zero,
                Durability = Durability.Written,
                Workers = Environment.ProcessorCount,
                Log = null!,
            },
            state);
    }

    /// <summary>Waits until so many files are tracked.</summary>
    /// <returns>How long that took from the moment at which it was ready.</returns>
    /// <exception cref="BenchmarkException">It ended, or refused files.</exception>
    internal async Task<TimeSpan> UntilTrackedAsync(int files, CancellationToken cancellation)
    {
        await Task.WhenAny(_running.Task, _run).WaitAsync(cancellation);
        while (_metrics.Totals.Sent < files)
        {
            cancellation.ThrowIfCancellationRequested();
            if (_run.IsCompleted || _metrics.Totals.Discarded > 0)
                throw new BenchmarkException($"The finder ended or refused files: {_metrics.Totals}. {_run.Exception?.InnerException?.Message ?? _complaint.Text}");
            Look();
            await Task.Delay(5, cancellation);
        }

        Look();
        return Time.GetElapsedTime(_began);
    }

    /// <summary>Waits for further searches.</summary>
    /// <returns>How long each took.</returns>
    internal async Task<IReadOnlyList<TimeSpan>> SearchesAsync(int count, CancellationToken cancellation)
    {
        int before;
        lock (_searches)
            before = _searches.Count + 1;
        while (true)
        {
            Look();
            lock (_searches)
            {
                if (_searches.Count >= before + count)
                    return _searches[before..];
            }

            await Task.Delay(50, cancellation);
        }
    }

    /// <inheritdoc/>
    public void Running()
    {
        _began = Time.GetTimestamp();
        _running.TrySetResult();
    }

    /// <inheritdoc/>
    public void Degrade(string key, string reason)
    {
    }

    /// <inheritdoc/>
    public void Recover(string key)
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _ = Task.WhenAny(_run).GetAwaiter().GetResult();
        _state.Dispose();
        _stop.Dispose();
    }

    private void Look() => ResidentMegabytes = Math.Max(ResidentMegabytes, ProcessUsage.Read(Environment.ProcessId).ResidentBytes / 1e6);

    private void Searched(TimeSpan took)
    {
        lock (_searches)
            _searches.Add(took);
    }
}
