using System.Collections;
using Catchment.Core.Configuration.Yaml;

namespace Catchment.Core.Configuration.Binding;

/// <summary>Lists the settings of an options record one by one.</summary>
internal static class EffectiveSettings
{
    private const string Hidden = "***";

    /// <summary>The settings of a record and of the records in it.</summary>
    public static IEnumerable<EffectiveSetting> Of(
        OptionsShape shape, SettingKey above, object options, IReadOnlyDictionary<string, ConfigurationOrigin> origins) =>
        shape.Settings.SelectMany(setting => Of(
            setting.Type, above.Below(setting.Key), setting.ValueIn(options), setting.Constraints.IsSecret, origins));

    private static IEnumerable<EffectiveSetting> Of(
        SettingType type, SettingKey key, object? value, bool isSecret, IReadOnlyDictionary<string, ConfigurationOrigin> origins)
    {
        switch (type)
        {
            case RecordSettingType record when value is not null:
                return Of(record.Shape, key, value, origins);
            case MapSettingType map when value is IDictionary { Count: > 0 }:
                return MapSettingType.Entries(value)
                    .SelectMany(entry => Of(map.Item, key.Below(entry.Key), entry.Value, isSecret, origins));
            default:
                var shown = value is null ? "null" : isSecret ? Hidden : YamlText.Flow(type.Write(value));
                return [new EffectiveSetting(key.Path, shown, origins.GetValueOrDefault(key.ToString(), ConfigurationOrigin.Default))];
        }
    }
}
