using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Catchment.Core.Configuration;

namespace Catchment.Core.Tests.Configuration.Yaml;

/// <summary>Checks plain scalars against what the originals' own reader makes of them.</summary>
public sealed class YamlScalarResolverTests
{
    public static TheoryData<string> Vectors()
    {
        using var document = JsonDocument.Parse(Samples.Text("yaml_scalars.json"));
        return [.. document.RootElement.EnumerateArray().Select(static vector => vector.GetRawText())];
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void A_text_means_what_the_originals_take_it_for(string json)
    {
        using var document = JsonDocument.Parse(json);
        var vector = document.RootElement;
        var text = vector.GetProperty("text").GetString()!;
        if (vector.TryGetProperty("error", out _))
        {
            Should.Throw<ConfigurationException>(() => YamlReader.ReadText(text, "t.yaml"));
            return;
        }

        var node = YamlReader.ReadText(text, "t.yaml").Root;
        TypeOf(node).ShouldBe(vector.GetProperty("type").GetString());
        Written(node).ShouldBe(Expected(vector.GetProperty("value")));
    }

    [Fact]
    public void A_number_beyond_64_bits_is_kept_whole() =>
        ((ConfigurationScalar)YamlReader.ReadText("123456789012345678901234567890", "t.yaml").Root).Value
            .ShouldBe(BigInteger.Parse("123456789012345678901234567890", CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("2021-02-30")]
    [InlineData("2021-01-01 25:00:00")]
    [InlineData("2021-01-01 10:00:00 +99:00")]
    [InlineData("0x_")]
    public void A_number_or_time_that_does_not_exist_is_refused(string text) =>
        Should.Throw<ConfigurationException>(() => YamlReader.ReadText(text, "t.yaml"));

    private static string TypeOf(ConfigurationNode node) => node switch
    {
        ConfigurationMapping => "dict",
        ConfigurationSequence => "list",
        ConfigurationScalar { Kind: ScalarKind.Null } => "NoneType",
        ConfigurationScalar { Kind: ScalarKind.Boolean } => "bool",
        ConfigurationScalar { Kind: ScalarKind.WholeNumber } => "int",
        ConfigurationScalar { Kind: ScalarKind.RealNumber } => "float",
        ConfigurationScalar { Kind: ScalarKind.Date } => "date",
        ConfigurationScalar { Kind: ScalarKind.DateTime } => "datetime",
        _ => "str",
    };

    private static string Written(ConfigurationNode node) => node switch
    {
        ConfigurationMapping mapping => $"{{{string.Join(',', mapping.Entries.Select(static entry => $"{entry.Key}:{Written(entry.Value)}"))}}}",
        ConfigurationSequence sequence => $"[{string.Join(',', sequence.Items.Select(Written))}]",
        ConfigurationScalar { Value: null } => "null",
        ConfigurationScalar { Value: bool truth } => truth ? "true" : "false",
        ConfigurationScalar { Value: double number } => Written(number),
        ConfigurationScalar { Value: DateOnly date } => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ConfigurationScalar { Value: DateTime time } => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        ConfigurationScalar { Value: DateTimeOffset time } => time.ToString("yyyy-MM-dd HH:mm:sszzz", CultureInfo.InvariantCulture),
        ConfigurationScalar scalar => Convert.ToString(scalar.Value, CultureInfo.InvariantCulture)!,
        _ => throw new ArgumentException("Not a node of a configuration.", nameof(node)),
    };

    private static string Written(double number) => number switch
    {
        double.NaN => "nan",
        double.PositiveInfinity => "inf",
        double.NegativeInfinity => "-inf",
        _ => number.ToString("0.0############", CultureInfo.InvariantCulture),
    };

    private static string Expected(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(',', value.EnumerateObject().Select(static item => $"{item.Name}:{Expected(item.Value)}"))}}}",
        JsonValueKind.Array => $"[{string.Join(',', value.EnumerateArray().Select(Expected))}]",
        JsonValueKind.Null => "null",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.String => value.GetString()!,
        _ => value.GetRawText(),
    };
}
