using System.Reflection;
using System.Text.Json.Nodes;
using Catchment.Core.Databases;

namespace Catchment.Core.Configuration.Binding;

/// <summary>One setting of an options record, as its property and <see cref="SettingAttribute"/> describe it.</summary>
internal sealed class SettingShape
{
    private readonly PropertyInfo _property;

    /// <summary>Describes a property.</summary>
    /// <exception cref="ArgumentException">The property's type cannot be read, or it has no <c>init</c>.</exception>
    public SettingShape(PropertyInfo property, SettingAttribute setting)
    {
        _property = property;
        Attribute = setting;
        var unwrapped = Nullable.GetUnderlyingType(property.PropertyType);
        IsNullable = unwrapped is not null || new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable;
        Type = SettingTypes.Of(unwrapped ?? property.PropertyType);
        Constraints = new SettingConstraints(setting);
        if (!property.CanWrite)
            throw new ArgumentException($"{property.DeclaringType}.{property.Name} needs an init accessor.", nameof(property));
    }

    /// <summary>The attribute with description, unit and example.</summary>
    public SettingAttribute Attribute { get; }

    /// <summary>The key as it is written.</summary>
    public string Key => Attribute.Key;

    /// <summary>Whether the key must be there when its section is.</summary>
    public bool IsRequired => Attribute.Required;

    /// <summary>Whether null may be written.</summary>
    public bool IsNullable { get; }

    /// <summary>How values are read.</summary>
    public SettingType Type { get; }

    /// <summary>The bounds of values.</summary>
    public SettingConstraints Constraints { get; }

    /// <summary>The property's value in an options record.</summary>
    public object? ValueIn(object options) => _property.GetValue(options);

    /// <summary>What may be written, ready for a sentence.</summary>
    public string Allowed => Type.Allowed(Constraints) + (IsNullable ? ", or null" : string.Empty);

    /// <summary>Reads a node into the property of <paramref name="options"/>; what is wrong is told to the context.</summary>
    public void Read(ConfigurationNode node, SettingKey key, object options, BindingContext context)
    {
        context.Set(key, node.Origin);
        if (Constraints.IsSecret && node.Origin.Layer == ConfigurationLayer.CommandLine)
        {
            context.Refuse(node.Origin, key, "a secret on the command line", "a secret in a file or in the environment");
        }
        else if (node.IsNull && IsNullable)
        {
            _property.SetValue(options, null);
        }
        else if (node.IsNull && !Type.AcceptsNothing)
        {
            context.Refuse(node, key, Constraints, Allowed);
        }
        else if (Type.Read(node, key, Constraints, context) is { } value)
        {
            _property.SetValue(options, value);
        }
    }

    /// <summary>Makes a default path absolute, as a written one would be.</summary>
    public void ResolveDefault(object options, BindingContext context)
    {
        switch (ValueIn(options))
        {
            case string text when Constraints.IsPath:
                _property.SetValue(options, context.Paths.Resolve(text, ConfigurationLayer.Default, out _) ?? text);
                break;
            case IReadOnlyList<string> texts when Constraints.IsPath:
                _property.SetValue(options, texts.Select(text => context.Paths.Resolve(text, ConfigurationLayer.Default, out _) ?? text).ToArray());
                break;
            case DatabaseUrl url:
                _property.SetValue(options, DatabaseUrlSettingType.Resolved(url, context.Paths));
                break;
            case { } nested when Type is RecordSettingType record:
                record.Shape.ResolveDefaults(nested, context);
                break;
        }
    }

    /// <summary>The JSON Schema of the value, with description and default.</summary>
    public JsonObject Schema(object defaults, bool allowsUnknownKeys)
    {
        var schema = Type.Schema(Constraints, allowsUnknownKeys);
        if (IsNullable && schema.Count > 0)
            schema = AllowNull(schema);
        schema["description"] = Attribute.Description;
        if (Attribute.DefaultText is null && !Constraints.IsSecret && Type is not RecordSettingType && ValueIn(defaults) is { } value)
            schema["default"] = Type.Write(value);
        if (Attribute.Example is { } example)
            schema["examples"] = new JsonArray(example);
        return schema;
    }

    private static JsonObject AllowNull(JsonObject schema)
    {
        switch (schema["type"])
        {
            case JsonValue type when !schema.ContainsKey("enum"):
                schema["type"] = new JsonArray(type.GetValue<string>(), "null");
                return schema;
            case JsonArray:
                return schema;
            default:
                return new JsonObject { ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) };
        }
    }
}
