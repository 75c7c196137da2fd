using System.Globalization;

namespace Catchment.Tags.Store;

/// <content>Registrations.</content>
public sealed partial class TagStore
{
    private int _ordinals;

    /// <summary>Puts points back that were kept through a restart, in their order; for a store that is empty.</summary>
    /// <param name="points">The points.</param>
    public void Restore(IEnumerable<RestoredPoint> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        lock (_registering)
        {
            lock (_writing)
            {
                foreach (var restored in points)
                {
                    var point = Insert(restored.Definition);
                    if (restored.State is { } state)
                        point.Restore(state with { Quality = state.Quality == TagQuality.Good ? TagQuality.Uncertain : state.Quality });
                }
            }
        }
    }

    /// <summary>Registers a point, or replaces what is registered of it; returns when it is durable. Source: <c>tags</c> 2.1, 2.4.</summary>
    /// <param name="registration">What is wished.</param>
    /// <exception cref="PointRefusedException">It cannot be; the message is the API's.</exception>
    /// <exception cref="IOException">It could not be made durable.</exception>
    public DataPoint Register(PointRegistration registration)
    {
        var result = Register([registration])[0];
        return result.Point ?? throw new PointRefusedException(result.Error!);
    }

    /// <summary>Registers points one after another, durable in one step; one that is refused harms no other.</summary>
    /// <param name="registrations">What is wished.</param>
    /// <returns>One result for each, in order.</returns>
    /// <exception cref="IOException">They could not be made durable; none is registered.</exception>
    public IReadOnlyList<RegistrationResult> Register(IReadOnlyList<PointRegistration> registrations)
    {
        ArgumentNullException.ThrowIfNull(registrations);
        lock (_registering)
        {
            var plan = new RegistrationPlan();
            PointDefinition?[] planned;
            string?[] errors = new string?[registrations.Count];
            lock (_writing)
                planned = [.. registrations.Select((registration, i) => Plan(registration, plan, out errors[i]))];
            Keep([.. plan.Definitions.Values]);
            lock (_writing)
            {
                foreach (var loser in plan.Losers)
                    Insert(plan.Definitions[loser]);
                return [.. planned.Select((definition, i) => definition is null ? new RegistrationResult(null, errors[i]) : new RegistrationResult(Insert(plan.Definitions[definition.Key]), null))];
            }
        }
    }

    /// <summary>Gives points that their first write has registered the units of their source, durable in one step; what somebody has registered stays as it is.</summary>
    /// <param name="units">Keys and their units; empty: none that is known.</param>
    /// <exception cref="IOException">They could not be made durable; none is changed.</exception>
    public void Describe(IEnumerable<(string Key, string Units)> units)
    {
        ArgumentNullException.ThrowIfNull(units);
        lock (_registering)
        {
            var changed = new List<PointDefinition>();
            foreach (var (key, unit) in units)
            {
                if (unit.Length is > 0 and <= MaxKeyLength && _index.TryGet(key, out var point) && point.Definition is { IsAutomatic: true } definition && definition.Units != unit)
                    changed.Add(definition with { Units = unit });
            }

            Keep([.. changed]);
            lock (_writing)
                changed.ForEach(definition => Insert(definition));
        }
    }

    /// <summary>Takes a point out, with its address, id and history. Source: <c>tags</c> 2.8.</summary>
    /// <param name="key">Its key.</param>
    /// <returns>Whether it was there.</returns>
    /// <exception cref="IOException">It could not be made durable.</exception>
    public bool Unregister(string key)
    {
        lock (_registering)
        {
            if (!_index.TryGet(key, out var point))
                return false;
            _journal?.Remove(key);
            lock (_writing)
            {
                point.IsRegistered = false;
                _index.Remove(point);
                _addresses.Free(point.Definition.Address, point);
                _historyEntries -= point.History.Count;
                point.History.Clear(_budget);
                _version++;
                Tell(point);
            }

            return true;
        }
    }

    /// <summary>Whether a text can be a key.</summary>
    internal static bool IsKey(string key) => key.Length is > 0 and <= MaxKeyLength && !key.Any(char.IsControl);

    private static long BytesOf(in TagValue value) => value.Kind switch
    {
        TagValueKind.Text => value.AsText.Length <= MaxTextBytes / 3 ? 0 : System.Text.Encoding.UTF8.GetByteCount(value.AsText),
        TagValueKind.Json => value.AsJson.Length,
        _ => 0,
    };

    private PointDefinition? Plan(PointRegistration wish, RegistrationPlan plan, out string? error)
    {
        error = null;
        if (!IsKey(wish.Key))
            error = wish.Key.Length == 0 ? "key required" : WriteResult.InvalidKey.Error();
        else if (TagCoercion.IsNotFinite(wish.Default))
            error = "default must be finite";
        else if (BytesOf(wish.Default) > MaxTextBytes || wish is { Units.Length: > MaxKeyLength } or { DataType.Length: > MaxKeyLength })
            error = WriteResult.TooLong.Error();
        if (error is not null)
            return null;

        var present = plan.Definitions.GetValueOrDefault(wish.Key) ?? (_index.TryGet(wish.Key, out var point) ? point.Definition : null);
        if (present is null && _index.Count + plan.Added >= _settings.MaxPoints)
        {
            error = WriteResult.TooManyPoints.Error();
            return null;
        }

        if (wish.Address is { } wanted && (plan.Keys.GetValueOrDefault(wanted) ?? _addresses.At(wanted)?.Key) is { } other && other != wish.Key)
        {
            if (!wish.AllowsAddressConflict)
            {
                error = string.Create(CultureInfo.InvariantCulture, $"Address {wanted} already used by key '{other}'");
                return null;
            }

            plan.TakeAddress(plan.Definitions.GetValueOrDefault(other) ?? _addresses.At(wanted)!.Definition);
        }

        var address = wish.Address ?? present?.Address ?? _addresses.Next(wish.DataType, plan.Taken);
        var definition = new PointDefinition
        {
            Key = wish.Key,
            Id = present?.Id ?? Guid.NewGuid(),
            DataType = wish.DataType,
            Default = wish.Default,
            Units = wish.Units,
            Address = address,
            IsAddressTaken = wish.Address is null && present is { IsAddressTaken: true },
            Limits = wish.Limits ?? present?.Limits,
        };
        plan.Add(definition, isNew: present is null);
        return definition;
    }

    /// <summary>Makes definitions durable; where that cannot be, the addresses that were meant for them are free again.</summary>
    private void Keep(IReadOnlyList<PointDefinition> definitions)
    {
        if (definitions.Count == 0)
            return;
        try
        {
            _journal?.Save(definitions);
        }
        catch
        {
            lock (_writing)
                _addresses.Rewind();
            throw;
        }
    }

    /// <summary>Puts a definition in, under both locks, and tells of it.</summary>
    private DataPoint Insert(PointDefinition definition)
    {
        var point = Place(definition);
        Tell(point);
        return point;
    }

    private DataPoint Place(PointDefinition definition)
    {
        if (_index.TryGet(definition.Key, out var point))
        {
            if (point.Definition.Address != definition.Address || definition.IsAddressTaken)
                _addresses.Free(point.Definition.Address, point);
            point.Definition = definition;
            if (definition is { Address: { } moved, IsAddressTaken: false })
                _addresses.Set(moved, point);
            _index.Touch();
        }
        else
        {
            point = new DataPoint(definition, _ordinals++, Now())
            {
                Subscriptions = [.. _subscriptions.Where(subscription => subscription.Wants(definition.Key))],
            };
            if (definition is { Address: { } address, IsAddressTaken: false })
                _addresses.Set(address, point);
            _index.Add(point);
        }

        _version++;
        return point;
    }

    /// <summary>Makes keys durable that are registered at their first write. Source: <c>tags</c> 2.9.</summary>
    /// <returns>False: they could not be.</returns>
    private bool TryKeepFirst(IReadOnlyList<PointDefinition> definitions)
    {
        if (definitions.Count == 0)
            return true;
        try
        {
            _journal?.Save(definitions);
            return true;
        }
        catch (IOException e)
        {
            LogNotDurable(_logger, e, definitions[0].Key, definitions.Count - 1);
            return false;
        }
    }

    private static PointDefinition First(string key, in TagValue value)
    {
        var type = TagCoercion.DataTypeOf(value);
        return new PointDefinition { Key = key, Id = Guid.NewGuid(), DataType = type, Default = TagCoercion.DefaultOf(type), IsAutomatic = true };
    }
}
