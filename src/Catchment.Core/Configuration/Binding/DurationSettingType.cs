using System.Text.Json.Nodes;

namespace Catchment.Core.Configuration.Binding;

/// <summary>A <see cref="TimeSpan"/>, not negative: a number of seconds, or a number with a unit.</summary>
internal sealed class DurationSettingType : ScalarSettingType
{
    /// <inheritdoc/>
    public override string Name => "duration";

    /// <inheritdoc/>
    public override string Allowed(SettingConstraints constraints) =>
        constraints.Describe(
            "a number of seconds, or a duration such as 200 ms, 5 s, 2 min, 1 h or 1 d",
            static bound => Duration.Format(TimeSpan.FromSeconds(bound)));

    /// <inheritdoc/>
    public override JsonObject Schema(SettingConstraints constraints, bool allowsUnknownKeys)
    {
        var seconds = NumberSettingType.Schema(constraints);
        if (double.IsNaN(constraints.Min))
            seconds["minimum"] = 0;
        return new JsonObject
        {
            ["anyOf"] = new JsonArray(seconds, new JsonObject { ["type"] = "string", ["pattern"] = Duration.Pattern }),
        };
    }

    /// <inheritdoc/>
    public override JsonNode Write(object value) => Duration.Format((TimeSpan)value);

    /// <inheritdoc/>
    protected override object? Convert(ConfigurationScalar scalar, SettingConstraints constraints)
    {
        var fits = scalar.Kind == ScalarKind.Text
            ? Duration.TryParse(scalar.Text, out var duration)
            : Duration.TryFromSeconds(NumberSettingType.ValueOf(scalar) ?? double.NaN, out duration);
        return fits && constraints.Contains(duration.TotalSeconds) ? duration : null;
    }
}
