using System.Text.Json.Nodes;

namespace Catchment.Core.Configuration.Binding;

/// <summary>A nested options record, or a section.</summary>
internal sealed class RecordSettingType(OptionsShape shape) : SettingType
{
    /// <inheritdoc/>
    public override string Name => "mapping";

    /// <inheritdoc/>
    public override bool IsScalar => false;

    /// <inheritdoc/>
    public override bool AcceptsNothing => true;

    /// <summary>The record's settings.</summary>
    public OptionsShape Shape => shape;

    /// <inheritdoc/>
    public override object? Read(ConfigurationNode node, SettingKey key, SettingConstraints constraints, BindingContext context)
    {
        switch (node)
        {
            case ConfigurationMapping mapping:
                return shape.Read(mapping, key, context);
            case ConfigurationScalar { Kind: ScalarKind.Null }:
                return shape.Read(new ConfigurationMapping([], node.Origin), key, context);
            default:
                context.Refuse(node, key, constraints, Allowed(constraints));
                return null;
        }
    }

    /// <inheritdoc/>
    public override string Allowed(SettingConstraints constraints) =>
        $"a mapping with the keys {string.Join(", ", shape.Settings.Select(static setting => setting.Key))}";

    /// <inheritdoc/>
    public override JsonObject Schema(SettingConstraints constraints, bool allowsUnknownKeys)
    {
        var schema = shape.Schema(allowsUnknownKeys);
        if (shape.Settings.All(static setting => !setting.IsRequired))
            schema["type"] = new JsonArray("object", "null");
        return schema;
    }

    /// <inheritdoc/>
    public override JsonNode Write(object value)
    {
        var written = new JsonObject();
        foreach (var setting in shape.Settings)
            written[setting.Key] = setting.ValueIn(value) is not { } held ? null : setting.Constraints.IsSecret ? SecretSettings.Hidden : setting.Type.Write(held);
        return written;
    }
}
