namespace Catchment.Core.Hosting;

/// <summary>
/// Keeps systemd informed about a supervisor: that the start is complete, every change as a status line, and signs of
/// life only as long as the supervisor's loop goes round.
/// </summary>
internal sealed class SystemdLink : IAsyncDisposable
{
    private readonly SystemdNotifier _notifier;
    private readonly Supervisor _supervisor;
    private readonly bool _waitsForAll;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _watchdog;
    private string _told = string.Empty;
    private bool _ready;

    /// <summary>Begins to inform.</summary>
    /// <param name="notifier">Tells systemd.</param>
    /// <param name="supervisor">Whose services are told about.</param>
    /// <param name="waitsForAll">
    /// Whether the start is complete only once every service has been ready; otherwise one that has failed and is tried again does not hold it up:
    /// systemd would end them all when its patience is over.
    /// </param>
    /// <param name="time">The clock of the signs of life.</param>
    public SystemdLink(SystemdNotifier notifier, Supervisor supervisor, bool waitsForAll, TimeProvider time)
    {
        _notifier = notifier;
        _supervisor = supervisor;
        _waitsForAll = waitsForAll;
        _time = time;
        supervisor.Changed += Tell;
        _watchdog = notifier.WatchdogInterval is { } interval ? BeatAsync(interval / 2) : Task.CompletedTask;
    }

    /// <summary>The stop has begun.</summary>
    public void Stopping() => _notifier.Stopping();

    /// <summary>Ends the signs of life.</summary>
    public async ValueTask DisposeAsync()
    {
        _supervisor.Changed -= Tell;
        await _end.CancelAsync();
        await _watchdog;
        _end.Dispose();
    }

    /// <summary>One line that says how the services are.</summary>
    internal static string Summary(IReadOnlyList<ServiceStatus> services)
    {
        if (services.All(s => s.State == ServiceState.Running))
        {
            return services.Count == 1 ? "1 service running" : $"{services.Count} services running";
        }

        return string.Join(
            "; ",
            services.Where(s => s.State != ServiceState.Running)
                .Select(s => s.Reason is null ? $"{s.Name} {s.State}" : $"{s.Name} {s.State}: {s.Reason}"));
    }

    // Called by the supervisor's loop alone, one call after the other.
    private void Tell(object? sender, ServicesChangedEventArgs change)
    {
        string summary = Summary(change.Services);
        if (!_ready && (_supervisor.Ready.IsCompleted || (!_waitsForAll && change.Services.All(static s => s.IsReady || s.LastError is not null))))
        {
            _ready = true;
            _notifier.Ready(summary);
        }
        else if (!string.Equals(summary, _told, StringComparison.Ordinal))
        {
            _notifier.Status(summary);
        }

        _told = summary;
    }

    private async Task BeatAsync(TimeSpan period)
    {
        using var timer = new PeriodicTimer(period, _time);
        try
        {
            do
            {
                // No answer, no beat: systemd then restarts a process that only seems alive.
                await _supervisor.PingAsync().WaitAsync(_end.Token);
                _notifier.Watchdog();
            }
            while (await timer.WaitForNextTickAsync(_end.Token));
        }
        catch (OperationCanceledException)
        {
            // The node ends; systemd was told so.
        }
    }
}
