using System.Text.Json.Nodes;

namespace Catchment.Core.Configuration.Binding;

/// <summary>A <see cref="ConfigurationNode"/>, taken as it is written.</summary>
internal sealed class NodeSettingType : SettingType
{
    /// <inheritdoc/>
    public override string Name => "anything";

    /// <inheritdoc/>
    public override bool IsScalar => false;

    /// <inheritdoc/>
    public override bool AcceptsNothing => true;

    /// <inheritdoc/>
    public override object Read(ConfigurationNode node, SettingKey key, SettingConstraints constraints, BindingContext context) => node;

    /// <inheritdoc/>
    public override string Allowed(SettingConstraints constraints) => "anything";

    /// <inheritdoc/>
    public override JsonObject Schema(SettingConstraints constraints, bool allowsUnknownKeys) => [];

    /// <inheritdoc/>
    public override JsonNode? Write(object value) => value switch
    {
        ConfigurationSequence sequence => new JsonArray([.. sequence.Items.Select(Write)]),
        ConfigurationMapping mapping => new JsonObject(
            mapping.Entries.Select(entry => KeyValuePair.Create(entry.Key, SecretSettings.IsNamed(entry.Key) && !entry.Value.IsNull ? SecretSettings.Hidden : Write(entry.Value)))),
        ConfigurationScalar { Value: null } => null,
        ConfigurationScalar { Value: bool truth } => truth,
        ConfigurationScalar { Value: long number } => number,
        ConfigurationScalar { Value: double number } when double.IsFinite(number) => number,
        ConfigurationScalar scalar => SecretSettings.MayHavePassword(scalar.Text) ? SecretSettings.Hidden : scalar.Text,
        _ => null,
    };
}
