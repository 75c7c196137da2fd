using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json.Nodes;

namespace Catchment.Core.Configuration.Binding;

/// <summary>The settings of one options record, in the order of its properties.</summary>
internal sealed class OptionsShape
{
    private static readonly ConcurrentDictionary<Type, OptionsShape> Known = new();

    private readonly Type _type;
    private readonly Dictionary<string, SettingShape> _byKey;

    private OptionsShape(Type type)
    {
        _type = type;
        Settings =
        [
            .. from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
               let setting = property.GetCustomAttribute<SettingAttribute>()
               where setting is not null
               select new SettingShape(property, setting),
        ];
        _byKey = Settings.ToDictionary(static setting => setting.Key, StringComparer.Ordinal);
    }

    /// <summary>The settings in the order of the properties.</summary>
    public IReadOnlyList<SettingShape> Settings { get; }

    /// <summary>The shape of an options record; made once for each type.</summary>
    /// <exception cref="ArgumentException">A property cannot be a setting, or two have the same key.</exception>
    public static OptionsShape Of(Type type) => Known.GetOrAdd(type, static key => new OptionsShape(key));

    /// <summary>The setting of a key, or null.</summary>
    public SettingShape? Find(string key) => _byKey.GetValueOrDefault(key);

    /// <summary>A record with nothing but its defaults.</summary>
    public object New() => Activator.CreateInstance(_type)!;

    /// <summary>A record with absolute default paths.</summary>
    public object NewResolved(BindingContext context)
    {
        var options = New();
        ResolveDefaults(options, context);
        return options;
    }

    /// <summary>Makes the default paths of a record absolute.</summary>
    public void ResolveDefaults(object options, BindingContext context)
    {
        foreach (var setting in Settings)
            setting.ResolveDefault(options, context);
    }

    /// <summary>Reads a record; a value that cannot be used leaves the default, and every problem is told.</summary>
    public object Read(ConfigurationMapping mapping, SettingKey key, BindingContext context)
    {
        var options = NewResolved(context);
        foreach (var entry in mapping.Entries)
        {
            if (Find(entry.Key) is { } setting)
                setting.Read(entry.Value, key.Below(entry.Key), options, context);
            else
                context.UnknownKey(entry, key, _byKey.Keys);
        }

        RequireKeys(mapping, key, context);
        return options;
    }

    /// <summary>Tells each required key that is missing.</summary>
    public void RequireKeys(ConfigurationMapping mapping, SettingKey key, BindingContext context)
    {
        foreach (var setting in Settings.Where(setting => setting.IsRequired && mapping.Find(setting.Key) is null))
            context.Refuse(mapping.Origin, key.Below(setting.Key), "nothing", $"{setting.Allowed} (required)");
    }

    /// <summary>The JSON Schema of the record.</summary>
    public JsonObject Schema(bool allowsUnknownKeys)
    {
        var defaults = New();
        var properties = new JsonObject();
        foreach (var setting in Settings)
            properties[setting.Key] = setting.Schema(defaults, allowsUnknownKeys);
        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = allowsUnknownKeys };
        var required = Settings.Where(static setting => setting.IsRequired).Select(static setting => (JsonNode)setting.Key).ToArray();
        if (required.Length > 0)
            schema["required"] = new JsonArray(required);
        return schema;
    }
}
