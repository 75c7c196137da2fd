using System.Text.Json.Nodes;

namespace Catchment.Core.Configuration.Binding;

/// <summary><c>true</c> and <c>false</c>, <c>yes</c> and <c>no</c>, <c>on</c> and <c>off</c>.</summary>
internal sealed class BooleanSettingType : ScalarSettingType
{
    /// <inheritdoc/>
    public override string Name => "true or false";

    /// <inheritdoc/>
    public override string Allowed(SettingConstraints constraints) => "true or false";

    /// <inheritdoc/>
    public override JsonObject Schema(SettingConstraints constraints, bool allowsUnknownKeys) => new() { ["type"] = "boolean" };

    /// <inheritdoc/>
    public override JsonNode Write(object value) => (bool)value;

    /// <inheritdoc/>
    protected override object? Convert(ConfigurationScalar scalar, SettingConstraints constraints) =>
        scalar.Kind == ScalarKind.Boolean ? scalar.Value : null;
}
