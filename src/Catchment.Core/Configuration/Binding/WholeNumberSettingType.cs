using System.Globalization;
using System.Text.Json.Nodes;

namespace Catchment.Core.Configuration.Binding;

/// <summary>An <c>int</c> or <c>long</c>; a number with a dot counts when its fraction is zero.</summary>
/// <param name="least">The least value of the property's type.</param>
/// <param name="greatest">The greatest value of the property's type.</param>
/// <param name="convert">Makes the property's type from a value within these.</param>
internal sealed class WholeNumberSettingType(long least, long greatest, Func<long, object> convert) : ScalarSettingType
{
    // 2 to the 63rd: every whole double below it is a long.
    private const double BeyondLong = 9223372036854775808;

    /// <inheritdoc/>
    public override string Name => "whole number";

    /// <inheritdoc/>
    public override string Allowed(SettingConstraints constraints) => constraints.Describe("a whole number");

    /// <inheritdoc/>
    public override JsonObject Schema(SettingConstraints constraints, bool allowsUnknownKeys) => new()
    {
        ["type"] = "integer",
        ["minimum"] = double.IsNaN(constraints.Min) ? least : (long)Math.Ceiling(constraints.Min),
        ["maximum"] = double.IsNaN(constraints.Max) ? greatest : (long)Math.Floor(constraints.Max),
    };

    /// <inheritdoc/>
    public override JsonNode Write(object value) => System.Convert.ToInt64(value, CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    protected override object? Convert(ConfigurationScalar scalar, SettingConstraints constraints)
    {
        long? number = scalar switch
        {
            { Kind: ScalarKind.WholeNumber, Value: long whole } => whole,
            { Kind: ScalarKind.RealNumber, Value: double real } when Math.Abs(real) < BeyondLong && Math.Floor(real) == real =>
                (long)real,
            _ => null,
        };
        return number is { } value && value >= least && value <= greatest && constraints.Contains(value) ? convert(value) : null;
    }
}
