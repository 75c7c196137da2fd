using Catchment.Core.Diagnostics;
using Catchment.Tags.Poller.Configuration;
using Catchment.Tags.Poller.Reading;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Poller.Writing;

/// <summary>Takes what was written to a device's tags to the device: the newest value of each tag, once. Source: <c>tags</c> 8.8.</summary>
internal sealed partial class DeviceWriter : IAsyncDisposable
{
    private readonly PollerDevice _device;
    private readonly PollerParts _parts;
    private readonly IDeviceDriver _driver;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _signal = new(0, 1);
    private readonly LogEpisode _failing;
    private readonly Lock _gate = new();
    private readonly Dictionary<int, TagValue> _pending = [];
    private readonly long[] _writtenAt;
    private readonly Task _running;
    private int _writing = -1;
    private bool _isStopped;

    internal DeviceWriter(PollerDevice device, PollerParts parts, IDeviceDriver driver)
    {
        (_device, _parts, _driver, _failing) = (device, parts, driver, new LogEpisode(parts.Time));
        _writtenAt = new long[device.Tags.Length];
        Array.Fill(_writtenAt, long.MinValue);
        _running = Task.Run(RunAsync);
    }

    /// <summary>Whether a reading that began at a time may be older than what is written.</summary>
    internal bool IsWriting(int tag, long since)
    {
        lock (_gate)
            return _pending.ContainsKey(tag) || _writing == tag || _writtenAt[tag] >= since;
    }

    /// <summary>Notes a value for the device; never waits.</summary>
    /// <param name="tag">The tag's index.</param>
    /// <param name="value">The value.</param>
    internal void Offer(int tag, in TagValue value)
    {
        lock (_gate)
        {
            if (_isStopped)
            {
                _parts.Metrics.Numbers.Errors.Add(PollerMetrics.WriteFailed);
                return;
            }

            if (!_pending.TryAdd(tag, value))
            {
                _pending[tag] = value;
                _parts.Metrics.Numbers.Discarded.Add(PollerMetrics.WriteReplaced);
            }

            if (_signal.CurrentCount == 0)
                _signal.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        lock (_gate)
        {
            _isStopped = true;
            _parts.Metrics.Numbers.Errors.Add(PollerMetrics.WriteFailed, _pending.Count);
        }

        _stop.Dispose();
        _signal.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                await _signal.WaitAsync(_stop.Token);
                while (Next(out var tag, out var value))
                    await WriteAsync(tag, value);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Stopped.
        }
    }

    private bool Next(out int tag, out TagValue value)
    {
        lock (_gate)
        {
            foreach (var (first, wanted) in _pending)
            {
                (tag, value, _writing) = (first, wanted, first);
                _pending.Remove(first);
                return true;
            }

            (tag, value, _writing) = (-1, default, -1);
            return false;
        }
    }

    private async Task WriteAsync(int index, TagValue value)
    {
        var tag = _device.Tags[index];
        string? error;
        try
        {
            error = await _driver.WriteAsync(index, value, _stop.Token);
        }
#pragma warning disable CA1031 // Whatever keeps one value from the device keeps no later one.
        catch (Exception e) when (!_stop.IsCancellationRequested)
#pragma warning restore CA1031
        {
            error = e.Message;
        }

        lock (_gate)
            _writtenAt[index] = _parts.Time.GetTimestamp();
        if (error is not null)
        {
            _parts.Metrics.Numbers.Errors.Add(PollerMetrics.WriteFailed);
            if (_failing.Occurs())
                LogNotWritten(_parts.Logger, tag.Key, error);
            return;
        }

        _parts.Metrics.Numbers.Sent();
        if (_failing.End() is { } episode)
            LogWritten(_parts.Logger, _device.Name, episode.Count);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Key} cannot be written to its device: {Error}")]
    private static partial void LogNotWritten(ILogger logger, string key, string error);

    [LoggerMessage(Level = LogLevel.Information, Message = "device {Device} takes values again; {Count} were not written")]
    private static partial void LogWritten(ILogger logger, string device, long count);
}
