using System.Text.Json.Nodes;

namespace Catchment.Core.Configuration.Binding;

/// <summary>A <c>string</c>; what YAML takes for a number, a truth value or a date has to be quoted.</summary>
internal sealed class TextSettingType : SettingType
{
    /// <inheritdoc/>
    public override string Name => "text";

    /// <inheritdoc/>
    public override object? Read(ConfigurationNode node, SettingKey key, SettingConstraints constraints, BindingContext context)
    {
        if (node is not ConfigurationScalar { Kind: ScalarKind.Text } scalar)
        {
            context.Refuse(node, key, constraints, Allowed(constraints) + Hint(node, constraints));
            return null;
        }

        if (!constraints.Matches(scalar.Text))
        {
            context.Refuse(node, key, constraints, Allowed(constraints));
            return null;
        }

        if (!constraints.IsPath)
            return scalar.Text;
        var path = context.Paths.Resolve(scalar.Text, node.Origin.Layer, out var problem);
        if (path is null)
            context.Refuse(node, key, constraints, problem);
        return path;
    }

    /// <inheritdoc/>
    public override string Allowed(SettingConstraints constraints)
    {
        var kind = constraints.IsPath ? PathResolver.Allowed : "text";
        return constraints.Pattern is null ? kind : $"{kind} that matches {constraints.Pattern}";
    }

    /// <inheritdoc/>
    public override JsonObject Schema(SettingConstraints constraints, bool allowsUnknownKeys)
    {
        var schema = new JsonObject { ["type"] = "string" };
        if (constraints.Pattern is not null)
            schema["pattern"] = constraints.Pattern;
        if (constraints.IsPath)
            schema["minLength"] = 1;
        return schema;
    }

    /// <inheritdoc/>
    public override JsonNode Write(object value) => (string)value;

    private static string Hint(ConfigurationNode node, SettingConstraints constraints) =>
        node is ConfigurationScalar { IsPlain: true, Kind: not ScalarKind.Null } scalar && !constraints.IsSecret
            ? $"; quote it: \"{NodeText.Printable(scalar.Text)}\""
            : string.Empty;
}
