namespace Catchment.Core.Configuration.Binding;

/// <summary>A type whose values are written as one scalar.</summary>
internal abstract class ScalarSettingType : SettingType
{
    /// <inheritdoc/>
    public sealed override object? Read(
        ConfigurationNode node, SettingKey key, SettingConstraints constraints, BindingContext context)
    {
        var value = node is ConfigurationScalar scalar ? Convert(scalar, constraints) : null;
        if (value is null)
            context.Refuse(node, key, constraints, Allowed(constraints) + Hint(node));
        return value;
    }

    /// <summary>The value of a scalar within the bounds, or null.</summary>
    protected abstract object? Convert(ConfigurationScalar scalar, SettingConstraints constraints);

    /// <summary>What to add to <see cref="SettingType.Allowed"/> for this node; empty when there is nothing to say.</summary>
    protected virtual string Hint(ConfigurationNode node) => string.Empty;
}
