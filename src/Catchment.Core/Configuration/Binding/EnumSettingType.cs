using System.Reflection;
using System.Runtime.Serialization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Catchment.Core.Configuration.Binding;

/// <summary>
/// An enum. Its members are written in snake_case (<c>AtOnce</c> is <c>at_once</c>), or as an
/// <see cref="EnumMemberAttribute"/> says.
/// </summary>
internal sealed class EnumSettingType(Type type) : ScalarSettingType
{
    private readonly (string Name, object Value)[] _members =
    [
        .. type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(static field => (
            field.GetCustomAttribute<EnumMemberAttribute>()?.Value ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(field.Name),
            field.GetValue(null)!)),
    ];

    /// <inheritdoc/>
    public override string Name => string.Join(", ", _members.Select(static member => $"`{member.Name}`"));

    /// <inheritdoc/>
    public override string Allowed(SettingConstraints constraints) => "one of " + string.Join(", ", _members.Select(static member => member.Name));

    /// <inheritdoc/>
    public override JsonObject Schema(SettingConstraints constraints, bool allowsUnknownKeys)
    {
        var names = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. _members.Select(static member => (JsonNode)member.Name)]) };
        if (!constraints.IgnoreCase)
            return names;
        var pattern = $"^({string.Join('|', _members.Select(static member => AnyCase(member.Name)))})$";
        return new JsonObject { ["anyOf"] = new JsonArray(names, new JsonObject { ["type"] = "string", ["pattern"] = pattern }) };
    }

    /// <inheritdoc/>
    public override JsonNode Write(object value) => _members.First(member => member.Value.Equals(value)).Name;

    /// <inheritdoc/>
    protected override object? Convert(ConfigurationScalar scalar, SettingConstraints constraints)
    {
        // A plain 'off' is a truth value to YAML; where it is a name, it is the name.
        var comparison = constraints.IgnoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return Array.Find(_members, member => string.Equals(member.Name, scalar.Text, comparison)).Value;
    }

    private static string AnyCase(string name)
    {
        var pattern = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsAsciiLetter(letter))
                pattern.Append('[').Append(char.ToUpperInvariant(letter)).Append(char.ToLowerInvariant(letter)).Append(']');
            else
                pattern.Append(letter);
        }

        return pattern.ToString();
    }
}
