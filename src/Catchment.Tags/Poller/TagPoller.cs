using System.Collections.Frozen;
using Catchment.Core.Diagnostics;
using Catchment.Tags.Poller.Configuration;
using Catchment.Tags.Poller.Reading;
using Catchment.Tags.Poller.Virtual;
using Catchment.Tags.Poller.Writing;
using Catchment.Tags.Settings;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Poller;

/// <summary>
/// Polls devices into the live store, keeps user and calculation tags beside them, and takes what others write to tags that may be written to their devices.
/// Source: <c>tags</c> 9, 10.
/// </summary>
public sealed partial class TagPoller : ITagObserver, IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SavePeriod = TimeSpan.FromSeconds(5);

    private readonly PollerParts _parts;
    private readonly DeviceDrivers _drivers;
    private readonly UserTags _userTags;
    private readonly Calculations _calculations;
    private readonly Dictionary<string, SemaphoreSlim> _sequences = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Device, string Tag), long> _lastSuccesses;
    private readonly SemaphoreSlim _applying = new(1);
    private readonly CancellationTokenSource _stop = new();
    private readonly LogEpisode _notSaved;
    private readonly LogEpisode _notWritable;
    private readonly IDisposable _observation;
    private readonly Task _ticking;
    private readonly Task _saving;
    private volatile DevicePoller[] _pollers = [];
    private volatile FrozenDictionary<string, (DeviceWriter? Writer, int Tag)> _targets = FrozenDictionary<string, (DeviceWriter?, int)>.Empty;
    private volatile FrozenDictionary<string, (DevicePoller Poller, int Tag)> _names = FrozenDictionary<string, (DevicePoller, int)>.Empty;
    private long _version;
    private long _savedVersion;

    /// <summary>A poller that polls nothing yet.</summary>
    /// <param name="parts">What it works with.</param>
    public TagPoller(PollerParts parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        _parts = parts;
        _drivers = new DeviceDrivers(parts);
        _userTags = new UserTags(parts.Time);
        _calculations = new Calculations(parts.Time);
        (_notSaved, _notWritable) = (new LogEpisode(parts.Time), new LogEpisode(parts.Time));
        _lastSuccesses = [];
        if (parts.LastSuccessFile is { } file)
        {
            _lastSuccesses = LastSuccesses.Load(file, out var problem);
            if (problem is not null)
                LogNotLoaded(parts.Logger, file, problem);
        }

        _observation = parts.Store.Observe(this);
        _ticking = Task.Run(TickAsync);
        _saving = Task.Run(SaveAsync);
    }

    /// <summary>Rises with everything that a document shows.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>How the devices stand, in the order of the file.</summary>
    public IReadOnlyList<DeviceReport> Devices => [.. _pollers.Select(Report)];

    /// <summary>The devices, in the order of the file.</summary>
    internal IReadOnlyList<DevicePoller> Pollers => _pollers;

    /// <summary>The user tags.</summary>
    internal UserTags UserTags => _userTags;

    /// <summary>The calculation tags.</summary>
    internal Calculations Calculations => _calculations;

    /// <summary>What it works with.</summary>
    internal PollerParts Parts => _parts;

    /// <summary>The clock.</summary>
    internal TimeProvider Time => _parts.Time;

    /// <summary>Polls what a configuration says from now on: devices that it has as they were go on, the others are stopped, and begun anew.</summary>
    /// <param name="configuration">The configuration.</param>
    public async Task ApplyAsync(PollerConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        await _applying.WaitAsync();
        try
        {
            var present = _pollers.ToDictionary(poller => poller.Device.Name, StringComparer.Ordinal);
            var same = configuration.Devices.Where(device => present.TryGetValue(device.Name, out var poller) && poller.Device.IsSameAs(device)).Select(device => device.Name).ToHashSet(StringComparer.Ordinal);
            DevicePoller[] ended = [.. _pollers.Where(poller => !same.Contains(poller.Device.Name))];
            foreach (var poller in ended)
                Remember(poller);
            await Task.WhenAll(ended.Select(poller => poller.DisposeAsync().AsTask()));
            var kept = Kept(configuration.UserTags);
            Register(configuration);
            DevicePoller[] pollers = [.. configuration.Devices.Select(device => same.Contains(device.Name) ? present[device.Name] : Begin(device))];
            _userTags.Apply(configuration.UserTags, kept);
            _calculations.Apply(configuration.CalculationTags);
            (_pollers, _targets, _names) = (pollers, Targets(pollers), Names(pollers));
            foreach (var poller in pollers.Where(poller => !same.Contains(poller.Device.Name)))
                poller.Start();
            foreach (var (tag, reading) in _userTags.All)
                Publish(tag.Name, reading);
            Describe(configuration);
            Evaluate();
            LogApplied(_parts.Logger, pollers.Length, ended.Length, pollers.Length - same.Count);
        }
        finally
        {
            _applying.Release();
        }
    }

    /// <summary>Calculates all calculation tags now. Source: <c>tags</c> 9.3.</summary>
    public void Evaluate()
    {
        _calculations.Evaluate(NumberOf);
        foreach (var (tag, reading) in _calculations.All)
            Publish(tag.Name, reading);
        Changed();
    }

    /// <summary>Sets a user tag. Source: <c>tags</c> 9.3.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The value.</param>
    /// <returns>False: there is none of that name.</returns>
    public bool SetUserTag(string name, in TagValue value)
    {
        if (!_userTags.Set(name, value))
            return false;
        _parts.Store.Write(name, new TagWrite(value, TagOrigin.Poller));
        Changed();
        return true;
    }

    /// <summary>Adds a user tag, whose id is its name; one that is there keeps its value. Source: <c>tags</c> 9.3.</summary>
    /// <param name="tag">The tag.</param>
    /// <returns>False: there are as many as there may be.</returns>
    public bool AddUserTag(UserTag tag)
    {
        ArgumentNullException.ThrowIfNull(tag);
        if (!_userTags.Add(tag))
            return false;
        if (_userTags.TryGet(tag.Name, out var value))
            _parts.Store.Write(tag.Name, new TagWrite(value, TagOrigin.Poller));
        Changed();
        return true;
    }

    /// <summary>Whether a user tag can have a value: every document stays valid, and of a size.</summary>
    /// <param name="value">The value.</param>
    public static bool IsValue(in TagValue value) => TagCoercion.TryCoerce(value, TagType.Raw, out _) && value.Kind switch
    {
        TagValueKind.Text => System.Text.Encoding.UTF8.GetByteCount(value.AsText) <= TagStore.MaxTextBytes,
        TagValueKind.Json => value.AsJson.Length <= TagStore.MaxTextBytes,
        _ => true,
    };

    /// <inheritdoc/>
    public void Written(DataPoint point, in PointState before, in PointState now, TagOrigin origin)
    {
        ArgumentNullException.ThrowIfNull(point);
        // What was read comes back by the sync or the pull: it must not become a command.
        if (origin is TagOrigin.Poller or TagOrigin.Sync or TagOrigin.Pull || now.Quality == TagQuality.Bad)
            return;
        if (_targets.TryGetValue(point.Key, out var target))
        {
            if (target.Writer is { } writer)
                writer.Offer(target.Tag, now.Value);
            else
            {
                _parts.Metrics.Numbers.Discarded.Add(PollerMetrics.NotWritable);
                if (_notWritable.Occurs())
                    LogNotWritable(_parts.Logger, point.Key);
            }
        }
        else if (_userTags.Set(point.Key, now.Value, asOperator: true))
            Changed();
    }

    /// <summary>Stops; what was read last is saved.</summary>
    public async ValueTask DisposeAsync()
    {
        _observation.Dispose();
        await _stop.CancelAsync();
        await Task.WhenAll(_ticking, _saving);
        await Task.WhenAll(_pollers.Select(poller => poller.DisposeAsync().AsTask()));
        Save();
        foreach (var sequence in _sequences.Values)
            sequence.Dispose();
        _stop.Dispose();
        _applying.Dispose();
    }

    private DevicePoller Begin(PollerDevice device)
    {
        SemaphoreSlim? sequence = null;
        if (device.Sequence is { } name && !_sequences.TryGetValue(name, out sequence))
            _sequences.Add(name, sequence = new SemaphoreSlim(1));
        return new DevicePoller(device, _parts, _drivers, sequence, tag => _lastSuccesses.TryGetValue((device.Name, tag), out var time) ? time : null, Changed);
    }

    private void Remember(DevicePoller poller)
    {
        for (var i = 0; i < poller.Device.Tags.Length; i++)
        {
            if (poller.Reading(i).LastSuccess is { } time)
                _lastSuccesses[(poller.Device.Name, poller.Device.Tags[i].Id)] = time;
        }
    }

    /// <summary>What users set before a restart: the store has it as UNCERTAIN, and it counts more than the default of the file. Source: <c>tags</c> 13.</summary>
    private Dictionary<string, TagValue> Kept(IEnumerable<UserTag> tags)
    {
        var kept = new Dictionary<string, TagValue>(StringComparer.Ordinal);
        foreach (var tag in tags)
        {
            if (_parts.Store.TryGet(tag.Name, out var point) && point.Read() is { Quality: TagQuality.Uncertain } state)
                kept[tag.Name] = state.Value;
        }

        return kept;
    }

    private void Publish(string name, in VirtualReading reading)
    {
        if (reading.Status == VirtualReading.Good)
        {
            if (_parts.Store.Write(name, new TagWrite(reading.Value, TagOrigin.Poller)) is var result && !result.IsOk())
                _parts.Metrics.Discard(result);
        }
        else if (reading.Status == VirtualReading.Failed && _parts.Options.BadStatusPolicy == BadStatusPolicy.Bad && _parts.Store.TryGet(name, out var point))
            _parts.Store.Mark(point, TagQuality.Bad);
    }

    private DeviceReport Report(DevicePoller poller)
    {
        var device = poller.Device;
        var readings = new TagReading[device.Tags.Length];
        poller.CopyTo(readings);
        return new DeviceReport(
            device.Name,
            device.TypeText,
            device.Endpoint,
            poller.IsAsked,
            poller.IsUp,
            readings.Length,
            readings.Count(reading => !reading.IsGood),
            Array.Find(readings, reading => reading.Error is not null).Error,
            readings.Max(reading => reading.LastSuccess));
    }

    private void Changed() => Interlocked.Increment(ref _version);

    private async Task TickAsync()
    {
        using var timer = new PeriodicTimer(Tick, _parts.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                if (_calculations.All.Length > 0)
                    Evaluate();
                _parts.Metrics.Count(_pollers.Count(poller => poller.IsUp), _pollers.Count(poller => poller is { IsAsked: true, IsUp: false }));
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Stopped.
        }
    }

    private async Task SaveAsync()
    {
        using var timer = new PeriodicTimer(SavePeriod, _parts.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
                Save();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Stopped.
        }
    }

    private void Save()
    {
        var version = Version;
        if (_parts.LastSuccessFile is not { } file || version == _savedVersion)
            return;
        try
        {
            LastSuccesses.Save(file, _pollers);
            _savedVersion = version;
            if (_notSaved.End() is { } episode)
                LogSaved(_parts.Logger, file, episode.Count);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (_notSaved.Occurs())
                LogNotSaved(_parts.Logger, file, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Devices} devices are polled; {Ended} were ended, {Begun} begun")]
    private static partial void LogApplied(ILogger logger, int devices, int ended, int begun);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the times at which tags were read last cannot be read from {File}: {Reason}")]
    private static partial void LogNotLoaded(ILogger logger, string file, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "the times at which tags were read last cannot be saved in {File}: {Reason}")]
    private static partial void LogNotSaved(ILogger logger, string file, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "the times at which tags were read last are saved in {File} again, after {Count} failures")]
    private static partial void LogSaved(ILogger logger, string file, long count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Key} was written, but its tag is not Read/Write: its device is not told; further such writes are counted only")]
    private static partial void LogNotWritable(ILogger logger, string key);
}
