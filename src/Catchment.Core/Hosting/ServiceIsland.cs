using Catchment.Core.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Catchment.Core.Hosting;

/// <summary>Keeps one service running: run, crash, pause, run again, until the stop.</summary>
internal sealed partial class ServiceIsland : IDisposable
{
    private const int LongestErrorText = 500;

    private readonly ServiceDefinition _definition;
    private readonly SupervisorOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Action _changed;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ServiceCondition _condition;

    /// <summary>Makes an island at rest.</summary>
    /// <param name="definition">The service.</param>
    /// <param name="options">Pauses and deadlines.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The service's log.</param>
    /// <param name="changed">Called, without any lock held, after every change of the status.</param>
    public ServiceIsland(
        ServiceDefinition definition,
        SupervisorOptions options,
        TimeProvider time,
        ILogger logger,
        Action changed)
    {
        _definition = definition;
        _options = options;
        _time = time;
        _logger = logger;
        _changed = changed;
        _condition = new ServiceCondition(definition.Name, time);
    }

    /// <summary>The service's name.</summary>
    public string Name => _definition.Name;

    /// <summary>Ends when the service has stopped for good; never fails.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>Begins to keep the service running.</summary>
    public void Start() => Completion = KeepRunningAsync();

    /// <summary>The status at this moment.</summary>
    public ServiceStatus Snapshot() => _condition.Snapshot();

    /// <summary>Whether the service has been ready at least once since the node's start.</summary>
    public bool HasBeenReady => _condition.HasBeenReady;

    /// <summary>Asks the service to drain. Returns at once: what it hangs on the token runs elsewhere.</summary>
    public void RequestStop()
    {
        if (!Completion.IsCompleted && _condition.Stopping())
        {
            _changed();
        }

        _ = CancelAsync();
    }

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    private async Task CancelAsync()
    {
        try
        {
            await _stopping.CancelAsync();
        }
        catch (AggregateException e)
        {
            LogStopHandlerFailed(e);
        }
    }

    private async Task KeepRunningAsync()
    {
        CancellationToken stopping = _stopping.Token;
        int crashes = 0;
        string? lastReason = null;
        while (_condition.Starting())
        {
            _changed();
            Exception? error = await RunOnceAsync(stopping);
            if (_condition.IsStopping)
            {
                FailedWhileStopping(error);
                break;
            }

            crashes = _condition.WorkedFor() >= _options.SettledAfter ? 1 : crashes + 1;
            TimeSpan pause = _options.PauseAfter(crashes);
            error ??= new ServiceEndedException(Name);
            string reason = Describe(error);
            if (crashes > 1 && reason == lastReason)
                LogCrashedAgain(reason, pause.TotalSeconds);
            else if (OperatorException.IsFor(error))
                LogCannotRun(reason, pause.TotalSeconds);
            else
                LogCrashed(error, pause.TotalSeconds);
            lastReason = reason;
            _condition.Crashed(reason, pause);
            _changed();
            await PauseAsync(pause, stopping);
        }

        _condition.Stopped();
        _changed();
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken stopping)
    {
        try
        {
            await Task.Delay(pause, _time, stopping);
        }
        catch (OperationCanceledException)
        {
            // The stop ends the pause; the loop sees the token.
        }
    }

    /// <summary>Runs one instance to its end; returns what it failed with, if it did.</summary>
    private async Task<Exception?> RunOnceAsync(CancellationToken stopping)
    {
        var run = new ServiceRun(_condition, _time, _logger, _options.DrainDeadline, _changed);
        try
        {
            // A thread of its own up to the service's first await: a service that blocks there delays no other,
            // and the thread pool need not grow for it.
            await Task.Factory.StartNew(
                () => RunInstanceAsync(run, stopping),
                CancellationToken.None,
                TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
                TaskScheduler.Default).Unwrap();
            return null;
        }
#pragma warning disable CA1031 // An island: whatever a service throws ends this run of this service only.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return e;
        }
        finally
        {
            run.Close();
        }
    }

    private async Task RunInstanceAsync(ServiceRun run, CancellationToken stopping)
    {
        IService service = _definition.Create();
        try
        {
            await service.RunAsync(run, stopping);
        }
        finally
        {
            switch (service)
            {
                case IAsyncDisposable disposable:
                    await disposable.DisposeAsync();
                    break;
                case IDisposable disposable:
                    disposable.Dispose();
                    break;
            }
        }
    }

    private void FailedWhileStopping(Exception? error)
    {
        // A cancelled await is the usual end of a service that was asked to stop.
        if (error is not null and not OperationCanceledException)
        {
            _condition.Failed(Describe(error));
            LogFailedWhileStopping(error);
        }
    }

    private static string Describe(Exception error)
    {
        string text = LogText.OneLine(error is OperatorException ? error.Message : $"{error.GetType().Name}: {error.Message}");
        return text.Length <= LongestErrorText ? text : string.Concat(text.AsSpan(0, LongestErrorText), "…");
    }
}
