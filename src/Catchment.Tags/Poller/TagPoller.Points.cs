using System.Collections.Frozen;
using Catchment.Tags.Poller.Configuration;
using Catchment.Tags.Poller.Reading;
using Catchment.Tags.Poller.Writing;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Poller;

/// <content>The points of the tags, and the names by which tags are found.</content>
public sealed partial class TagPoller
{
    /// <summary>Where unknown keys are not registered by a write, those of the file are registered as such: naming them there is meant so.</summary>
    private void Register(PollerConfiguration configuration)
    {
        if (_parts.Store.UnknownKeys == UnknownKeys.Register)
            return;
        var wanted = configuration.Devices.SelectMany(device => device.Tags).Select(tag => Registration(tag.Key, tag.IsDiscrete, tag.Units))
            .Concat(configuration.UserTags.Select(tag => Registration(tag.Name, tag.DataType.StartsWith("di", StringComparison.OrdinalIgnoreCase), tag.Units ?? "")))
            .Concat(configuration.CalculationTags.Select(tag => Registration(tag.Name, isDiscrete: false, "")));
        try
        {
            foreach (var result in _parts.Store.Register([.. wanted.Where(one => !_parts.Store.TryGet(one.Key, out _))]))
            {
                if (result.Error is { } error)
                    LogNotRegistered(_parts.Logger, error);
            }
        }
        catch (IOException e)
        {
            LogNotRegistered(_parts.Logger, e.Message);
        }
    }

    /// <summary>Points that their first write has registered get the units of the file; those that somebody has registered stay as they are.</summary>
    private void Describe(PollerConfiguration configuration)
    {
        try
        {
            _parts.Store.Describe(configuration.Devices.SelectMany(device => device.Tags).Select(tag => (tag.Key, tag.Units)).Concat(configuration.UserTags.Select(tag => (tag.Name, tag.Units ?? ""))));
        }
        catch (IOException e)
        {
            LogNotRegistered(_parts.Logger, e.Message);
        }
    }

    private static PointRegistration Registration(string key, bool isDiscrete, string units) => new()
    {
        Key = key,
        DataType = isDiscrete ? "bool" : "float",
        Default = isDiscrete ? TagValue.Of(false) : TagValue.Of(0L),
        Units = units,
    };

    private static FrozenDictionary<string, (DeviceWriter?, int)> Targets(IEnumerable<DevicePoller> pollers) =>
        pollers.SelectMany(poller => poller.Device.Tags.Select((tag, i) => KeyValuePair.Create(tag.Key, (tag.IsWritable ? poller.Writer : null, i))))
            .DistinctBy(pair => pair.Key, StringComparer.Ordinal).ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The names by which formulas find tags of devices: the key, the id, the name, and device and name.</summary>
    private static FrozenDictionary<string, (DevicePoller, int)> Names(IReadOnlyList<DevicePoller> pollers)
    {
        var names = new Dictionary<string, (DevicePoller, int)>(StringComparer.Ordinal);
        foreach (var form in (ReadOnlySpan<Func<PollerDevice, PollerTag, string>>)[static (_, tag) => tag.Key, static (device, tag) => $"{device.Name}:{tag.Name}", static (_, tag) => tag.Id, static (_, tag) => tag.Name])
        {
            foreach (var poller in pollers)
            {
                for (var i = 0; i < poller.Device.Tags.Length; i++)
                    names.TryAdd(form(poller.Device, poller.Device.Tags[i]), (poller, i));
            }
        }

        return names.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private double? NumberOf(string name)
    {
        TagValue value;
        if (_names.TryGetValue(name, out var place) && !_userTags.TryGet(name, out _))
            value = place.Poller.Reading(place.Tag).Value;
        else if (!_userTags.TryGet(name, out value) && !TryGetById(name, out value))
            return null;
        return value.TryGetNumber(out var number) ? number : null;
    }

    private bool TryGetById(string id, out TagValue value)
    {
        foreach (var (tag, reading) in _userTags.All)
        {
            if (tag.Id == id)
            {
                value = reading.Value;
                return true;
            }
        }

        value = TagValue.Null;
        return false;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "a tag of the poller cannot be registered: {Reason}")]
    private static partial void LogNotRegistered(ILogger logger, string reason);
}
