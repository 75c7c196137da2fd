using System.Text.Json.Nodes;

namespace Catchment.Core.Configuration.Binding;

/// <summary>A <see cref="ByteSize"/>: a whole number of bytes, or a number with a unit.</summary>
internal sealed class ByteSizeSettingType : ScalarSettingType
{
    /// <inheritdoc/>
    public override string Name => "size";

    /// <inheritdoc/>
    public override string Allowed(SettingConstraints constraints) =>
        constraints.Describe(
            "a size such as 1048576, 64 MiB or 1.5 GB", static bound => new ByteSize((long)bound).ToString());

    /// <inheritdoc/>
    public override JsonObject Schema(SettingConstraints constraints, bool allowsUnknownKeys) => new()
    {
        ["anyOf"] = new JsonArray(
            new JsonObject
            {
                ["type"] = "integer",
                ["minimum"] = double.IsNaN(constraints.Min) ? 0 : (long)Math.Max(0, constraints.Min),
                ["maximum"] = double.IsNaN(constraints.Max) ? long.MaxValue : (long)constraints.Max,
            },
            new JsonObject
            {
                ["type"] = "string",
                ["pattern"] = "^ *([0-9]{1,18}|[0-9]{1,18}(\\.[0-9]{1,9})? *([KMGTkmgt][Ii]?)?[Bb]) *$",
            }),
    };

    /// <inheritdoc/>
    public override JsonNode Write(object value) => ((ByteSize)value).ToString();

    /// <inheritdoc/>
    protected override object? Convert(ConfigurationScalar scalar, SettingConstraints constraints)
    {
        ByteSize? size = scalar switch
        {
            { Kind: ScalarKind.WholeNumber, Value: long and >= 0 and var bytes } => new ByteSize(bytes),
            { Kind: ScalarKind.RealNumber, Value: >= 0.0 and < 9223372036854775808.0 and double bytes } when Math.Floor(bytes) == bytes =>
                new ByteSize((long)bytes),
            { Kind: ScalarKind.Text, Text: var text } when ByteSize.TryParse(text, out var parsed) => parsed,
            _ => null,
        };
        return size is { } value && constraints.Contains(value.Bytes) ? value : null;
    }
}
