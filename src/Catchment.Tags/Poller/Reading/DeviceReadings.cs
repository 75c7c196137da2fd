using Catchment.Core.Diagnostics;
using Catchment.Tags.Poller.Configuration;
using Catchment.Tags.Poller.Writing;
using Catchment.Tags.Settings;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Poller.Reading;

/// <summary>What is known of a device's tags. One thread at a time sets it, and hands it on to the document and the store; any may read it.</summary>
internal sealed partial class DeviceReadings
{
    // A value that does not change is written again so often, for the store to know that it is still true.
    private const double RefreshSeconds = 5;

    private readonly PollerDevice _device;
    private readonly PollerParts _parts;
    private readonly Action _changed;
    private readonly LogEpisode _failing;
    private readonly LogEpisode _notStored;
    private readonly TagUpdate[] _updates;
    private readonly int[] _tags;
    private readonly double[] _storedAt;
    private readonly WriteResult[] _results;
    private readonly TagReading[] _next;
    private readonly bool[] _isSet;
    private readonly List<(string Key, string Units)> _registered = [];
    private readonly Lock _publishing = new();
    private readonly Lock _gate = new();
    private readonly TagReading[] _readings;

    /// <summary>Readings that are not there yet.</summary>
    /// <param name="device">The device.</param>
    /// <param name="parts">Where they go.</param>
    /// <param name="unasked">Why the device is not asked; null: it is.</param>
    /// <param name="lastSuccess">When a tag was read last, by its id.</param>
    /// <param name="changed">Told that the document is another.</param>
    internal DeviceReadings(PollerDevice device, PollerParts parts, (string Status, string Error)? unasked, Func<string, long?> lastSuccess, Action changed)
    {
        (_device, _parts, _changed) = (device, parts, changed);
        (_failing, _notStored) = (new LogEpisode(parts.Time), new LogEpisode(parts.Time));
        var now = Now();
        _readings = [.. device.Tags.Select(tag => new TagReading(TagValue.Null, unasked?.Status ?? PollStatus.Initializing, unasked?.Error, now, lastSuccess(tag.Id)))];
        _next = [.. _readings];
        _isSet = new bool[_next.Length];
        (_updates, _results, _tags, _storedAt) = (new TagUpdate[_next.Length], new WriteResult[_next.Length], new int[_next.Length], new double[_next.Length]);
    }

    /// <summary>Knows which values are on their way to the device; null: there are none.</summary>
    internal DeviceWriter? Writer { get; set; }

    /// <summary>The first error that there is; empty: none.</summary>
    internal string FirstError => Array.Find(_next, reading => reading.Error is not null).Error ?? "";

    /// <summary>What is known of a tag.</summary>
    internal TagReading this[int tag]
    {
        get
        {
            lock (_gate)
                return _readings[tag];
        }
    }

    /// <summary>What is known of all tags, of one moment, in their order.</summary>
    internal void CopyTo(Span<TagReading> readings)
    {
        lock (_gate)
            _readings.CopyTo(readings);
    }

    /// <summary>A tag was read.</summary>
    internal void Set(int tag, in TagValue value, long now) => Set(tag, new TagReading(value, PollStatus.Ok, null, now, now));

    /// <summary>A tag was read.</summary>
    internal void Set(int tag, in TagReading reading)
    {
        if (!reading.IsGood)
            _parts.Metrics.Numbers.Errors.Add(reading.Status);
        _next[tag] = reading;
        _isSet[tag] = true;
    }

    /// <summary>A tag could not be read.</summary>
    internal void Fail(int tag, (string Status, string Error) why, long now, IErrorDetails? details = null) =>
        Set(tag, new TagReading(TagValue.Null, why.Status, why.Error, now, _next[tag].LastSuccess) { Quality = TagQuality.Bad, Details = details });

    /// <summary>When a tag was read last.</summary>
    internal long? LastSuccess(int tag) => _next[tag].LastSuccess;

    /// <summary>Tags that are ill in the file are not read, and say so; the log has it with the file.</summary>
    internal void FailIll()
    {
        for (var i = 0; i < _next.Length; i++)
        {
            if (_device.Tags[i].Problem is not { } problem)
                continue;
            var (status, error, details) = PollStatus.Ill(_device, _device.Tags[i], problem);
            Fail(i, (status, error), Now(), details);
            Mark(i);
        }

        Array.Clear(_isSet);
        Show();
    }

    /// <summary>Hands on what a scan has set.</summary>
    /// <param name="began">When the scan began, by the clock's time stamps.</param>
    /// <param name="settle">Sets what is still to be set, and says whether the device does not answer: it is told as one then, not its tags.</param>
    internal void Publish(long began, Func<bool> settle)
    {
        lock (_publishing)
        {
            var isAway = settle();
            var failed = HandOn(began);
            if (!isAway)
                Tell(failed);
        }

        _changed();
    }

    /// <summary>Hands on what a device tells by itself, between its scans.</summary>
    /// <param name="set">Sets it.</param>
    internal void Publish(Action set)
    {
        lock (_publishing)
        {
            set();
            HandOn(_parts.Time.GetTimestamp());
        }

        _changed();
    }

    private string? HandOn(long began)
    {
        Show();
        var count = 0;
        string? failed = null;
        for (var i = 0; i < _next.Length; i++)
        {
            if (!_isSet[i])
                continue;
            _isSet[i] = false;
            if (!_next[i].IsGood)
                failed ??= $"{_device.Tags[i].Id}: {_next[i].Status} {_next[i].Error}";
            if (!_next[i].HasValue)
                Mark(i);
            else if ((Writer is null || !Writer.IsWriting(i, began)) && TryUpdate(i, out _updates[count])) // Else what was read is older than what is being written.
                _tags[count++] = i;
        }

        Store(count);
        return failed;
    }

    /// <summary>What the store is told of a value; nothing where it has it already, as it was left.</summary>
    private bool TryUpdate(int tag, out TagUpdate update)
    {
        ref readonly var reading = ref _next[tag];
        TagQuality? quality = reading.Quality == TagQuality.Good ? null : reading.Quality;
        var time = reading.SourceTime;
        update = new TagUpdate(null, _device.Tags[tag].Key, new TagWrite(reading.Value, TagOrigin.Poller, time, quality));
        if ((time is null && !reading.IsOld) || !_parts.Store.TryGet(update.Key!, out var point))
            return true;
        var state = point.Read();
        var now = (_parts.Time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;
        if (reading.IsOld && state.Timestamp == _storedAt[tag] && state.Quality == reading.Quality && now - state.Timestamp < RefreshSeconds)
            return false;
        // A time before that of the present value would make it a late one: it is true from now on, or from then.
        time = reading.IsOld || state.Timestamp > now ? null : point.IsWritten ? Math.Max(time!.Value, state.Timestamp) : time;
        update = new TagUpdate(point, update.Key, new TagWrite(reading.Value, TagOrigin.Poller, time, quality));
        return true;
    }

    private void Show()
    {
        lock (_gate)
            _next.CopyTo(_readings, 0);
    }

    private void Store(int count)
    {
        _parts.Store.Write(_updates.AsSpan(0, count), _results.AsSpan(0, count));
        _parts.Metrics.Numbers.Received(count);
        var isStored = true;
        for (var i = 0; i < count; i++)
        {
            var reading = _next[_tags[i]];
            // What another wrote meanwhile is not as it was left: the next scan sees to it.
            if ((reading.SourceTime is not null || reading.IsOld) && _results[i] != WriteResult.Late && _parts.Store.TryGet(_updates[i].Key!, out var point))
                _storedAt[_tags[i]] = point.Read().Timestamp;
            if (_results[i] == WriteResult.Registered)
                _registered.Add((_updates[i].Key!, _device.Tags[_tags[i]].Units));
            if (_results[i].IsOk())
                continue;
            isStored = false;
            _parts.Metrics.Discard(_results[i]);
            if (_notStored.Occurs())
                LogNotStored(_parts.Logger, _updates[i].Key!, _results[i].Error());
        }

        if (isStored && _notStored.End() is { } episode)
            LogStored(_parts.Logger, _device.Name, episode.Count);
        if (_registered.Count > 0)
            Describe();
    }

    private void Describe()
    {
        try
        {
            _parts.Store.Describe(_registered);
        }
        catch (IOException e)
        {
            LogNotDescribed(_parts.Logger, _device.Name, e.Message);
        }

        _registered.Clear();
    }

    private void Mark(int tag)
    {
        if (_parts.Options.BadStatusPolicy == BadStatusPolicy.Bad && _parts.Store.TryGet(_device.Tags[tag].Key, out var point))
            _parts.Store.Mark(point, TagQuality.Bad);
    }

    private void Tell(string? failed)
    {
        if (failed is not null)
        {
            if (_failing.Occurs())
                LogFailing(_parts.Logger, _device.Name, failed);
        }
        else if (_failing.End() is { } episode)
            LogNoLongerFailing(_parts.Logger, _device.Name, episode.Lasted);
    }

    private long Now() => _parts.Time.GetUtcNow().ToUnixTimeSeconds();

    [LoggerMessage(Level = LogLevel.Warning, Message = "device {Device} has tags that cannot be read, first {Tag}")]
    private static partial void LogFailing(ILogger logger, string device, string tag);

    [LoggerMessage(Level = LogLevel.Information, Message = "all tags of device {Device} can be read again after {Lasted}")]
    private static partial void LogNoLongerFailing(ILogger logger, string device, TimeSpan lasted);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the store does not take {Key}: {Reason}")]
    private static partial void LogNotStored(ILogger logger, string key, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "the store takes all values of device {Device} again; {Count} were not taken")]
    private static partial void LogStored(ILogger logger, string device, long count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the units of the tags of device {Device} cannot be kept: {Reason}")]
    private static partial void LogNotDescribed(ILogger logger, string device, string reason);
}
