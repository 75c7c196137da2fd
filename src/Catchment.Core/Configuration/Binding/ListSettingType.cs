using System.Collections;
using System.Text.Json.Nodes;

namespace Catchment.Core.Configuration.Binding;

/// <summary>An <see cref="IReadOnlyList{T}"/>; a single scalar is a list of one.</summary>
internal sealed class ListSettingType(SettingType item, Type itemType) : SettingType
{
    /// <inheritdoc/>
    public override string Name => $"list of {item.Name}";

    /// <inheritdoc/>
    public override bool IsScalar => false;

    /// <summary>The type of the items.</summary>
    public SettingType Item => item;

    /// <inheritdoc/>
    public override object? Read(ConfigurationNode node, SettingKey key, SettingConstraints constraints, BindingContext context)
    {
        if (node is ConfigurationScalar && item.IsScalar)
            return item.Read(node, key, constraints, context) is { } single ? ToArray([single]) : null;
        if (node is not ConfigurationSequence sequence)
        {
            context.Refuse(node, key, constraints, Allowed(constraints));
            return null;
        }

        var values = new List<object>(sequence.Items.Count);
        for (var index = 0; index < sequence.Items.Count; index++)
        {
            if (ReadItem(sequence.Items[index], key.Item(index), constraints, context) is { } value)
                values.Add(value);
        }

        return values.Count == sequence.Items.Count ? ToArray(values) : null;
    }

    /// <inheritdoc/>
    public override string Allowed(SettingConstraints constraints) =>
        item.IsScalar ? $"{item.Allowed(constraints)}, or a list of such" : $"a list, each item {item.Allowed(constraints)}";

    /// <inheritdoc/>
    public override JsonObject Schema(SettingConstraints constraints, bool allowsUnknownKeys)
    {
        var list = new JsonObject { ["type"] = "array", ["items"] = item.Schema(constraints, allowsUnknownKeys) };
        return item.IsScalar
            ? new JsonObject { ["anyOf"] = new JsonArray(list, item.Schema(constraints, allowsUnknownKeys)) }
            : list;
    }

    /// <inheritdoc/>
    public override JsonNode Write(object value) => new JsonArray([.. ((IEnumerable)value).Cast<object>().Select(item.Write)]);

    private object? ReadItem(ConfigurationNode node, SettingKey key, SettingConstraints constraints, BindingContext context)
    {
        if (!node.IsNull)
            return item.Read(node, key, constraints, context);
        context.Refuse(node, key, constraints, item.Allowed(constraints));
        return null;
    }

    private Array ToArray(List<object> values)
    {
        var array = Array.CreateInstance(itemType, values.Count);
        for (var index = 0; index < values.Count; index++)
            array.SetValue(values[index], index);
        return array;
    }
}
