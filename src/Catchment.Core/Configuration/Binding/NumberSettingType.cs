using System.Numerics;
using System.Text.Json.Nodes;

namespace Catchment.Core.Configuration.Binding;

/// <summary>A <c>double</c>; whole numbers count, infinities do not.</summary>
internal sealed class NumberSettingType : ScalarSettingType
{
    /// <inheritdoc/>
    public override string Name => "number";

    /// <summary>The number that a scalar means, or null.</summary>
    public static double? ValueOf(ConfigurationScalar scalar)
    {
        double? value = scalar.Value switch
        {
            long whole => whole,
            BigInteger big => (double)big,
            double real => real,
            _ => null,
        };
        return value is { } number && double.IsFinite(number) ? number : null;
    }

    /// <summary>The bounds in a schema.</summary>
    public static JsonObject Schema(SettingConstraints constraints)
    {
        var schema = new JsonObject { ["type"] = "number" };
        if (!double.IsNaN(constraints.Min))
            schema["minimum"] = constraints.Min;
        if (!double.IsNaN(constraints.Max))
            schema["maximum"] = constraints.Max;
        return schema;
    }

    /// <inheritdoc/>
    public override string Allowed(SettingConstraints constraints) => constraints.Describe("a number");

    /// <inheritdoc/>
    public override JsonObject Schema(SettingConstraints constraints, bool allowsUnknownKeys) => Schema(constraints);

    /// <inheritdoc/>
    public override JsonNode Write(object value) => (double)value;

    /// <inheritdoc/>
    protected override object? Convert(ConfigurationScalar scalar, SettingConstraints constraints) =>
        ValueOf(scalar) is { } number && constraints.Contains(number) ? number : null;
}
