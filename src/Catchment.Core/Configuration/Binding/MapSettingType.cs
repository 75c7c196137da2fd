using System.Collections;
using System.Text.Json.Nodes;

namespace Catchment.Core.Configuration.Binding;

/// <summary>An <see cref="IReadOnlyDictionary{TKey,TValue}"/> from text; the keys are free.</summary>
internal sealed class MapSettingType(SettingType item, Type itemType) : SettingType
{
    /// <inheritdoc/>
    public override string Name => $"mapping to {item.Name}";

    /// <inheritdoc/>
    public override bool IsScalar => false;

    /// <inheritdoc/>
    public override bool AcceptsNothing => true;

    /// <summary>The type of the values.</summary>
    public SettingType Item => item;

    /// <inheritdoc/>
    public override object? Read(ConfigurationNode node, SettingKey key, SettingConstraints constraints, BindingContext context)
    {
        // An ordered dictionary keeps the order of the file for whoever lists it.
        var values = (IDictionary)Activator.CreateInstance(typeof(OrderedDictionary<,>).MakeGenericType(typeof(string), itemType))!;
        if (node.IsNull)
            return values;
        if (node is not ConfigurationMapping mapping)
        {
            context.Refuse(node, key, constraints, Allowed(constraints));
            return null;
        }

        foreach (var entry in mapping.Entries)
        {
            var below = key.Below(entry.Key);
            if (entry.Value.IsNull && !item.AcceptsNothing)
                context.Refuse(entry.Value, below, constraints, item.Allowed(constraints));
            else if (item.Read(entry.Value, below, constraints, context) is { } value)
                values.Add(entry.Key, value);
            context.Set(below, entry.Value.Origin);
        }

        return values;
    }

    /// <inheritdoc/>
    public override string Allowed(SettingConstraints constraints) => $"a mapping, each value {item.Allowed(constraints)}";

    /// <inheritdoc/>
    public override JsonObject Schema(SettingConstraints constraints, bool allowsUnknownKeys) => new()
    {
        ["type"] = new JsonArray("object", "null"),
        ["additionalProperties"] = item.Schema(constraints, allowsUnknownKeys),
    };

    /// <inheritdoc/>
    public override JsonNode Write(object value)
    {
        var written = new JsonObject();
        foreach (var (key, held) in Entries(value))
            written[key] = item.Write(held);
        return written;
    }

    /// <summary>The entries of a dictionary, whatever the type of its values.</summary>
    /// <param name="value">A value of this type.</param>
    public static IEnumerable<(string Key, object Value)> Entries(object value)
    {
        foreach (DictionaryEntry entry in (IDictionary)value)
            yield return ((string)entry.Key, entry.Value!);
    }
}
