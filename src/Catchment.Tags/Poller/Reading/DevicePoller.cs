using Catchment.Core.Diagnostics;
using Catchment.Protocols.Modbus;
using Catchment.Tags.Poller.Configuration;
using Catchment.Tags.Poller.Writing;
using Catchment.Tags.Settings;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Poller.Reading;

/// <summary>Reads one device, scan after scan, without drift and without overlap. Source: <c>tags</c> 10.3, 10.5.</summary>
internal sealed partial class DevicePoller : IAsyncDisposable
{
    private readonly PollerParts _parts;
    private readonly DeviceLines _lines;
    private readonly DeviceLine? _line;
    private readonly SemaphoreSlim? _sequence;
    private readonly Action _changed;
    private readonly CancellationTokenSource _stop = new();
    private readonly LogEpisode _away;
    private readonly LogEpisode _failing;
    private readonly LogEpisode _notStored;
    private readonly LogEpisode _broken;
    private readonly Backoff _backoff = new();
    private readonly List<ReadBlock> _blocks;
    private readonly byte[] _registers = new byte[ModbusLimits.ReadRegisters * 2];
    private readonly bool[] _bits = new bool[ModbusLimits.ReadBits];
    private readonly TagUpdate[] _updates;
    private readonly WriteResult[] _results;
    private readonly TagReading[] _next;
    private readonly bool[] _isRead;
    private readonly Lock _gate = new();
    private readonly TagReading[] _readings;
    private readonly long _began;
    private Task _running = Task.CompletedTask;
    private int _first;
    private volatile bool _isUp;

    internal DevicePoller(PollerDevice device, PollerParts parts, DeviceLines lines, SemaphoreSlim? sequence, Func<string, long?> lastSuccess, Action changed)
    {
        (Device, _parts, _lines, _sequence, _changed) = (device, parts, lines, sequence, changed);
        (_away, _failing, _notStored, _broken) = (new LogEpisode(parts.Time), new LogEpisode(parts.Time), new LogEpisode(parts.Time), new LogEpisode(parts.Time));
        _began = parts.Time.GetTimestamp();
        var tags = device.Tags;
        var now = Now();
        var unasked = PollStatus.Unasked(device);
        _readings = [.. tags.Select(tag => First(tag, unasked, now, lastSuccess(tag.Id)))];
        _next = [.. _readings];
        _isRead = new bool[tags.Length];
        (_updates, _results) = (new TagUpdate[tags.Length], new WriteResult[tags.Length]);
        _blocks = unasked is null ? ReadBlock.Plan(tags, device.AnalogBlockSize, device.DigitalBlockSize) : [];
        if (unasked is { } why)
            parts.Metrics.Numbers.Errors.Add(why.Status, tags.Length);
        if (unasked is not null)
            return;
        _line = lines.Join(device);
        Writer = new DeviceWriter(device, parts, _line);
    }

    /// <summary>The device.</summary>
    internal PollerDevice Device { get; }

    /// <summary>Writes to the device; null: it is not asked.</summary>
    internal DeviceWriter? Writer { get; }

    /// <summary>Whether it answered the last scan.</summary>
    internal bool IsUp => _isUp;

    /// <summary>Whether it is asked at all.</summary>
    internal bool IsAsked => _line is not null;

    /// <summary>Begins to read.</summary>
    internal void Start()
    {
        FailIll();
        if (_blocks.Count > 0)
            _running = Task.Run(RunAsync);
    }

    /// <summary>What is known of a tag.</summary>
    internal TagReading Reading(int tag)
    {
        lock (_gate)
            return _readings[tag];
    }

    /// <summary>What is known of all tags, of one moment, in their order.</summary>
    internal void CopyTo(Span<TagReading> readings)
    {
        lock (_gate)
            _readings.CopyTo(readings);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        if (Writer is not null)
        {
            await Writer.DisposeAsync();
            _lines.Leave(Device);
        }

        _stop.Dispose();
    }

    private static TagReading First(PollerTag tag, (string Status, string Error)? unasked, long now, long? lastSuccess) =>
        unasked is { } why
            ? new TagReading(TagValue.Null, why.Status, why.Error, now, lastSuccess)
            : new TagReading(TagValue.Null, PollStatus.Initializing, null, now, lastSuccess);

    private async Task RunAsync()
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
                    await ScanAsync();
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

    /// <summary>The next scan of the grid that is still to come: those that a long one has passed over are left out.</summary>
    private long NextScan(long scan)
    {
        var next = Math.Max(scan + 1, (Elapsed().Ticks + Device.ScanTime.Ticks - 1) / Device.ScanTime.Ticks);
        if (next > scan + 1)
            _parts.Metrics.Numbers.Discarded.Add(PollerMetrics.LateScan, next - scan - 1);
        return next;
    }

    /// <summary>Tags that are ill in the file are not read, and say so; the log has it with the file.</summary>
    private void FailIll()
    {
        for (var i = 0; i < _next.Length; i++)
        {
            if (_line is null || Device.Tags[i].Problem is not { } problem)
                continue;
            Fail(i, PollStatus.Unconverted(Device, problem), Now());
            Mark(i);
        }

        lock (_gate)
            _next.CopyTo(_readings, 0);
    }

    private void Publish(long scanBegan)
    {
        lock (_gate)
            _next.CopyTo(_readings, 0);
        var count = 0;
        string? failed = null;
        for (var i = 0; i < _next.Length; i++)
        {
            if (!_isRead[i])
                continue;
            if (!_next[i].IsGood)
                failed ??= Mark(i);
            else if (Writer is null || !Writer.IsWriting(i, scanBegan)) // Else what was read is older than what is being written.
                _updates[count++] = new TagUpdate(null, Device.Tags[i].Key, new TagWrite(_next[i].Value, TagOrigin.Poller));
        }

        Store(count);
        Tell(failed);
        _changed();
    }

    private void Store(int count)
    {
        _parts.Store.Write(_updates.AsSpan(0, count), _results.AsSpan(0, count));
        _parts.Metrics.Numbers.Received(count);
        var isStored = true;
        for (var i = 0; i < count; i++)
        {
            if (_results[i].IsOk())
                continue;
            isStored = false;
            _parts.Metrics.Discard(_results[i]);
            if (_notStored.Occurs())
                LogNotStored(_parts.Logger, _updates[i].Key!, _results[i].Error());
        }

        if (isStored && _notStored.End() is { } episode)
            LogStored(_parts.Logger, Device.Name, episode.Count);
    }

    private string Mark(int tag)
    {
        if (_parts.Options.BadStatusPolicy == BadStatusPolicy.Bad && _parts.Store.TryGet(Device.Tags[tag].Key, out var point))
            _parts.Store.Mark(point, TagQuality.Bad);
        return $"{Device.Tags[tag].Id}: {_next[tag].Status} {_next[tag].Error}";
    }

    private void Tell(string? failed)
    {
        // A device that is away is told as one.
        if (_away.IsOpen)
            return;
        if (failed is not null)
        {
            if (_failing.Occurs())
                LogFailing(_parts.Logger, Device.Name, failed);
        }
        else if (_failing.End() is { } episode)
            LogNoLongerFailing(_parts.Logger, Device.Name, episode.Lasted);
    }

    private long Now() => _parts.Time.GetUtcNow().ToUnixTimeSeconds();

    private TimeSpan Elapsed() => _parts.Time.GetElapsedTime(_began);

    [LoggerMessage(Level = LogLevel.Error, Message = "a scan of device {Device} broke; the next one is tried")]
    private static partial void LogBroken(ILogger logger, Exception exception, string device);

    [LoggerMessage(Level = LogLevel.Warning, Message = "device {Device} does not answer: {Error}")]
    private static partial void LogAway(ILogger logger, string device, string error);

    [LoggerMessage(Level = LogLevel.Information, Message = "device {Device} answers again after {Lasted} and {Count} tries")]
    private static partial void LogBack(ILogger logger, string device, TimeSpan lasted, long count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "device {Device} has tags that cannot be read, first {Tag}")]
    private static partial void LogFailing(ILogger logger, string device, string tag);

    [LoggerMessage(Level = LogLevel.Information, Message = "all tags of device {Device} can be read again after {Lasted}")]
    private static partial void LogNoLongerFailing(ILogger logger, string device, TimeSpan lasted);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the store does not take {Key}: {Reason}")]
    private static partial void LogNotStored(ILogger logger, string key, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "the store takes all values of device {Device} again; {Count} were not taken")]
    private static partial void LogStored(ILogger logger, string device, long count);
}
