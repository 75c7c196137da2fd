using System.Text.Json.Nodes;

namespace Catchment.Core.Configuration.Binding;

/// <summary>
/// How one type of option is read, described, shown and put into a schema. A new type of option is a new class here and
/// a line in <see cref="SettingTypes"/>.
/// </summary>
internal abstract class SettingType
{
    /// <summary>What the reference table calls the type.</summary>
    public abstract string Name { get; }

    /// <summary>Whether a single value of the type may stand for a list of one.</summary>
    public virtual bool IsScalar => true;

    /// <summary>Whether nothing written behind the key means an empty value.</summary>
    public virtual bool AcceptsNothing => false;

    /// <summary>Reads a value; what is wrong with it is told to <paramref name="context"/>.</summary>
    /// <param name="node">The node, never null scalars unless <see cref="AcceptsNothing"/>.</param>
    /// <param name="key">The key with dots.</param>
    /// <param name="constraints">The bounds.</param>
    /// <param name="context">What is collected on the way.</param>
    /// <returns>The value, or null when it cannot be used.</returns>
    public abstract object? Read(ConfigurationNode node, SettingKey key, SettingConstraints constraints, BindingContext context);

    /// <summary>What may be written, ready for a sentence.</summary>
    /// <param name="constraints">The bounds.</param>
    public abstract string Allowed(SettingConstraints constraints);

    /// <summary>The JSON Schema of the type.</summary>
    /// <param name="constraints">The bounds.</param>
    /// <param name="allowsUnknownKeys">Whether mappings may have keys that nobody knows.</param>
    public abstract JsonObject Schema(SettingConstraints constraints, bool allowsUnknownKeys);

    /// <summary>A value as JSON, for the defaults of a schema and, being YAML too, for people.</summary>
    /// <param name="value">A value of the type.</param>
    public abstract JsonNode? Write(object value);
}
