using Catchment.Core.Diagnostics;
using Catchment.Tags.Poller.Configuration;
using Catchment.Tags.Poller.Writing;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Poller.Reading;

/// <summary>Reads one device, scan after scan, without drift and without overlap. Source: <c>tags</c> 10.3, 10.5.</summary>
internal sealed partial class DevicePoller : IAsyncDisposable
{
    private readonly PollerParts _parts;
    private readonly DeviceReadings _readings;
    private readonly SemaphoreSlim? _sequence;
    private readonly CancellationTokenSource _stop = new();
    private readonly LogEpisode _away;
    private readonly LogEpisode _broken;
    private readonly Backoff _backoff = new();
    private readonly long _began;
    private Task _running = Task.CompletedTask;
    private volatile bool _isUp;

    internal DevicePoller(PollerDevice device, PollerParts parts, DeviceDrivers drivers, SemaphoreSlim? sequence, Func<string, long?> lastSuccess, Action changed)
    {
        (Device, _parts, _sequence) = (device, parts, sequence);
        (_away, _broken) = (new LogEpisode(parts.Time), new LogEpisode(parts.Time));
        _began = parts.Time.GetTimestamp();
        var unasked = PollStatus.Unasked(device);
        _readings = new DeviceReadings(device, parts, unasked, lastSuccess, changed);
        if (unasked is { } why)
        {
            parts.Metrics.Numbers.Errors.Add(why.Status, device.Tags.Length);
            return;
        }

        Driver = drivers.Open(device, _readings);
        _readings.Writer = Writer = new DeviceWriter(device, parts, Driver);
    }

    /// <summary>The device.</summary>
    internal PollerDevice Device { get; }

    /// <summary>What asks the device; null: nothing.</summary>
    internal IDeviceDriver? Driver { get; }

    /// <summary>Writes to the device; null: it is not asked.</summary>
    internal DeviceWriter? Writer { get; }

    /// <summary>Whether it answered the last scan.</summary>
    internal bool IsUp => _isUp;

    /// <summary>Whether it is asked at all.</summary>
    internal bool IsAsked => Driver is not null;

    /// <summary>Begins to read.</summary>
    internal void Start()
    {
        if (Driver is null)
            return;
        _readings.FailIll();
        if (Device.Tags.Any(tag => tag.Problem is null))
            _running = Task.Run(() => RunAsync(Driver));
    }

    /// <summary>What is known of a tag.</summary>
    internal TagReading Reading(int tag) => _readings[tag];

    /// <summary>What is known of all tags, of one moment, in their order.</summary>
    internal void CopyTo(Span<TagReading> readings) => _readings.CopyTo(readings);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        if (Writer is not null)
            await Writer.DisposeAsync();
        if (Driver is not null)
            await Driver.DisposeAsync();
        _stop.Dispose();
    }

    private async Task RunAsync(IDeviceDriver driver)
    {
        try
        {
            for (var scan = 0L; ; scan = NextScan(scan))
            {
                var wait = (Device.ScanTime * scan) - Elapsed();
                if (wait > TimeSpan.Zero)
                    await Task.Delay(wait, _parts.Time, _stop.Token);
                if (!_backoff.IsDue(Elapsed()))
                    continue;
                if (_sequence is not null)
                    await _sequence.WaitAsync(_stop.Token);
                try
                {
                    await ScanAsync(driver);
                    _broken.End();
                }
#pragma warning disable CA1031 // Whatever breaks one scan, the next one is tried.
                catch (Exception e) when (!_stop.IsCancellationRequested)
#pragma warning restore CA1031
                {
                    _parts.Metrics.Numbers.Errors.Add(PollStatus.Error);
                    if (_broken.Occurs())
                        LogBroken(_parts.Logger, e, Device.Name);
                }
                finally
                {
                    _sequence?.Release();
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Stopped.
        }
    }

    private async Task ScanAsync(IDeviceDriver driver)
    {
        var began = _parts.Time.GetTimestamp();
        var elapsed = Elapsed();
        var outcome = await driver.ScanAsync(elapsed, _stop.Token);
        _readings.Publish(began, () =>
        {
            driver.Settle();
            Judge(outcome, elapsed, driver.ReturnsByItself);
            return _away.IsOpen;
        });
        _parts.Metrics.Numbers.Latency(_parts.Time.GetElapsedTime(began));
    }

    /// <summary>The next scan of the grid that is still to come: those that a long one has passed over are left out.</summary>
    private long NextScan(long scan)
    {
        var next = Math.Max(scan + 1, (Elapsed().Ticks + Device.ScanTime.Ticks - 1) / Device.ScanTime.Ticks);
        if (next > scan + 1)
            _parts.Metrics.Numbers.Discarded.Add(PollerMetrics.LateScan, next - scan - 1);
        return next;
    }

    private void Judge(ScanOutcome outcome, TimeSpan elapsed, bool returnsByItself)
    {
        switch (outcome)
        {
            case ScanOutcome.Answered:
                _backoff.Reset();
                _isUp = true;
                if (_away.End() is { } episode)
                    LogBack(_parts.Logger, Device.Name, episode.Lasted, episode.Count);
                break;
            case ScanOutcome.Silent:
                if (!returnsByItself)
                    _backoff.Fail(elapsed, Device.ScanTime, Device.AutoRecoverTime);
                _isUp = false;
                if (_away.Occurs())
                    LogAway(_parts.Logger, Device.Name, _readings.FirstError);
                break;
            default:
                break;
        }
    }

    private TimeSpan Elapsed() => _parts.Time.GetElapsedTime(_began);

    [LoggerMessage(Level = LogLevel.Error, Message = "a scan of device {Device} broke; the next one is tried")]
    private static partial void LogBroken(ILogger logger, Exception exception, string device);

    [LoggerMessage(Level = LogLevel.Warning, Message = "device {Device} does not answer: {Error}")]
    private static partial void LogAway(ILogger logger, string device, string error);

    [LoggerMessage(Level = LogLevel.Information, Message = "device {Device} answers again after {Lasted} and {Count} tries")]
    private static partial void LogBack(ILogger logger, string device, TimeSpan lasted, long count);
}
