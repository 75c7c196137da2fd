namespace Catchment.Tags.Store;

/// <content>Writes.</content>
public sealed partial class TagStore
{
    /// <summary>Writes a value by key; when it returns the value is visible. Source: <c>tags</c> 2.2, 2.3, 2.9.</summary>
    /// <param name="key">The key.</param>
    /// <param name="write">The value.</param>
    public WriteResult Write(string key, in TagWrite write)
    {
        ArgumentNullException.ThrowIfNull(key);
        return _index.TryGet(key, out var point) ? Write(point, write) : WriteUnknown(key, write);
    }

    /// <summary>Writes a value to a point that was found.</summary>
    /// <param name="point">The point.</param>
    /// <param name="write">The value.</param>
    public WriteResult Write(DataPoint point, in TagWrite write)
    {
        ArgumentNullException.ThrowIfNull(point);
        if (BytesOf(write.Value) > MaxTextBytes)
            return WriteResult.TooLong;
        lock (_writing)
            return Apply(point, write, Now());
    }

    /// <summary>Writes values in order; those of unknown keys behind the others, registered in one durable step.</summary>
    /// <param name="updates">The values; an item with neither point nor key is left out.</param>
    /// <param name="results">What became of them.</param>
    public void Write(ReadOnlySpan<TagUpdate> updates, Span<WriteResult> results)
    {
        List<int>? unknown = null;
        var now = Now();
        lock (_writing)
        {
            for (var i = 0; i < updates.Length; i++)
            {
                ref readonly var update = ref updates[i];
                if (update.Point is { } point || (update.Key is { } key && _index.TryGet(key, out point)))
                    results[i] = BytesOf(update.Write.Value) > MaxTextBytes ? WriteResult.TooLong : Apply(point, update.Write, now);
                else if (update.Key is not null)
                    (unknown ??= []).Add(i);
            }
        }

        if (unknown is not null)
            WriteUnknown(unknown, updates, results);
    }

    /// <summary>Marks points UNCERTAIN that were not written for a time. Source: <c>tags</c> 2.3.</summary>
    /// <param name="age">How long.</param>
    /// <returns>How many there were.</returns>
    public int MarkStale(TimeSpan age)
    {
        var now = Now();
        var count = 0;
        foreach (var point in _index.Points)
        {
            if (!IsStale(point.Read()))
                continue;
            lock (_writing)
            {
                var present = point.Present;
                if (!IsStale(present) || !point.IsRegistered)
                    continue;
                point.Set(present with { Quality = TagQuality.Uncertain });
                _version++;
                Tell(point);
                count++;
            }
        }

        return count;

        // No write has a time so far ahead: the clock was set back since.
        bool IsStale(in PointState state) => state.Quality == TagQuality.Good && (state.Timestamp < now - age.TotalSeconds || state.Timestamp > now + MostAhead);
    }

    /// <summary>Changes a point's quality and leaves its value and times. Source: <c>tags</c> 2.3.</summary>
    /// <param name="point">The point.</param>
    /// <param name="quality">The quality.</param>
    public void Mark(DataPoint point, TagQuality quality)
    {
        ArgumentNullException.ThrowIfNull(point);
        lock (_writing)
        {
            var present = point.Present;
            if (present.Quality == quality)
                return;
            point.Set(present with { Quality = quality });
            _version++;
            Tell(point);
        }
    }

    private WriteResult WriteUnknown(string key, in TagWrite write)
    {
        Span<WriteResult> result = [default];
        WriteUnknown([0], [new TagUpdate(null, key, write)], result);
        return result[0];
    }

    private void WriteUnknown(List<int> unknown, ReadOnlySpan<TagUpdate> updates, Span<WriteResult> results)
    {
        if (_settings.UnknownKeys != UnknownKeys.Register)
        {
            foreach (var i in unknown)
                results[i] = _settings.UnknownKeys == UnknownKeys.Ignore ? WriteResult.Ignored : WriteResult.NotRegistered;
            return;
        }

        lock (_registering)
        {
            var first = new Dictionary<string, PointDefinition>(StringComparer.Ordinal);
            foreach (var i in unknown)
            {
                var key = updates[i].Key!;
                results[i] = Check(key, updates[i].Write, first);
                if (results[i] == WriteResult.Registered && !_index.TryGet(key, out _))
                    first.TryAdd(key, First(key, updates[i].Write.Value));
            }

            var isDurable = TryKeepFirst([.. first.Values]);
            var now = Now();
            lock (_writing)
            {
                List<DataPoint> made = isDurable ? [.. first.Values.Select(Place)] : [];
                foreach (var i in unknown)
                {
                    if (results[i] != WriteResult.Registered)
                        continue;
                    if (!_index.TryGet(updates[i].Key!, out var point))
                        results[i] = WriteResult.NotDurable;
                    else if (Apply(point, updates[i].Write, now) is var result && (result is not WriteResult.Written || !first.Remove(point.Key) || !isDurable))
                        results[i] = result;
                }

                made.ForEach(Tell); // With their values: nobody is to take the default for one.
            }
        }
    }

    private WriteResult Check(string key, in TagWrite write, Dictionary<string, PointDefinition> first)
    {
        if (!IsKey(key))
            return WriteResult.InvalidKey;
        if (BytesOf(write.Value) > MaxTextBytes)
            return WriteResult.TooLong;
        return _index.Count + first.Count >= _settings.MaxPoints && !first.ContainsKey(key) && !_index.TryGet(key, out _) ? WriteResult.TooManyPoints : WriteResult.Registered;
    }

    /// <summary>The one place where a value changes, under the write lock.</summary>
    private WriteResult Apply(DataPoint point, in TagWrite write, double now)
    {
        if (!point.IsRegistered)
            return WriteResult.NotRegistered;
        var definition = point.Definition;
        var result = WriteResult.Written;
        var quality = write.Quality ?? TagQuality.Good;
        if (!TagCoercion.TryCoerce(write.Value, definition.Type, out var value))
            (value, quality, result) = (definition.Default, TagQuality.Bad, WriteResult.Defaulted);
        else if (definition.Limits is { } limits && !Fits(limits, definition.Type, ref value))
            return WriteResult.OutOfLimits;

        var before = point.Present;
        var time = write.Timestamp is { } given && given <= now + MostAhead ? given : now;
        // A present value from ahead of the clock (which was set back, or another computer's) holds up nobody whose time can be true.
        var isLate = point.IsWritten && write.Timestamp is not null && time < before.Timestamp && (before.Timestamp <= now || (time > now && !point.IsRestored));
        _writes++;
        _historyEntries += point.History.Add(time, value, isLate, _settings.HistorySize, _budget);
        // A client of OPC UA sets the value, as an operator does: whatever time he gives it, it holds. Source: OPC 10000-4, 5.11.4.
        if (isLate && write.Origin != TagOrigin.OpcUa)
        {
            Volatile.Write(ref _version, _version + 1);
            return WriteResult.Late;
        }

        var isChange = value != before.Value;
        var state = new PointState(value, quality, time, isChange ? time : before.LastChange);
        point.Give(state);
        Volatile.Write(ref _version, _version + 1); // Only now: who has read the version must not keep an older value under it.
        foreach (var observer in _observers)
            Show(observer, point, before, state, write.Origin);
        if (isChange || quality != before.Quality)
            Tell(point);
        return result;
    }

    private static bool Fits(TagLimits limits, TagType type, ref TagValue value)
    {
        if (!value.TryGetNumber(out var number) || (number >= (limits.Low ?? number) && number <= (limits.High ?? number)))
            return true;
        if (!limits.IsClamped)
            return false;
        return TagCoercion.TryCoerce(TagValue.Of(Math.Min(Math.Max(number, limits.Low ?? number), limits.High ?? number)), type, out value);
    }

    private void Show(ITagObserver observer, DataPoint point, in PointState before, in PointState state, TagOrigin origin)
    {
        try
        {
            observer.Written(point, before, state, origin);
        }
#pragma warning disable CA1031 // One observer's fault must not cost the others the value. Source: tags 2.7.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogObserver(_logger, e, point.Key);
        }
    }

    private static void Tell(DataPoint point)
    {
        foreach (var subscription in point.Subscriptions)
            subscription.Offer(point);
    }
}
