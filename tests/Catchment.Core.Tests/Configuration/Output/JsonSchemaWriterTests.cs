using System.Text.Json.Nodes;
using Catchment.Core.Configuration;
using Catchment.Core.Configuration.Yaml;
using FsCheck;
using FsCheck.Fluent;

namespace Catchment.Core.Tests.Configuration.Output;

public sealed class JsonSchemaWriterTests : IDisposable
{
    private static readonly JsonObject Own = JsonNode.Parse(JsonSchemaWriter.Write(ConfigurationFolder.Catalogue))!.AsObject();
    private static readonly JsonObject Hub = Of(ConfigurationFolder.ImageHub);
    private static readonly JsonObject Pump = Of(ConfigurationFolder.DataPump);

    private static readonly JsonNode?[] Values =
    [
        null, true, false, -6, -5, 0, 1, 9, 10, 60, 61, 65535, 65536, 1 << 30, (1 << 30) + 1, 5_000_000_000, long.MaxValue, long.MinValue, 0.5, 1.5, -0.5, 1e16, 3600.5,
        string.Empty, "a", "ABC", "5", "5 s", "200 ms", "1.5 min", "5s ", "-1 s", "64 MiB", "1.5 kB", "12", ".5 MB", "at_once", "later", "off", "At_Once", "INFO", "warning",
        "LOUD", "true", "null", "2021-01-01", "/x", "~", "http://x", "http://x y", "a\nb", "abc\n", "5 s\n", "later\n",
    ];

    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_originals_samples_fit_their_schemas()
    {
        SchemaValidator.Accepts(Hub, Sample("imagehub.yaml")).ShouldBeTrue();
        SchemaValidator.Accepts(Own, Sample("imagehub.yaml")).ShouldBeTrue();
        SchemaValidator.Accepts(Pump, Sample("datapump.yaml")).ShouldBeTrue();
    }

    [Theory]
    [InlineData("hub", "queuemax", "many")]
    [InlineData("hub", "queuemax", 0)]
    [InlineData("hub", "print_settings", 1)]
    [InlineData("hub", "data_directory", "")]
    public void A_sample_with_a_wrong_value_does_not_fit(string section, string key, object value)
    {
        var sample = Sample("imagehub.yaml");
        sample[section]![key] = JsonValue.Create(value);
        SchemaValidator.Accepts(Hub, sample).ShouldBeFalse();
        SchemaValidator.Accepts(Own, sample).ShouldBeFalse();
    }

    [Fact]
    public void A_sample_without_a_required_key_does_not_fit()
    {
        foreach (var key in ConfigurationFolder.DataPump.TopKeys)
        {
            var sample = Sample("datapump.yaml");
            sample.Remove(key);
            SchemaValidator.Accepts(Pump, sample).ShouldBeFalse(key);
        }

        SchemaValidator.Accepts(Hub, new JsonObject()).ShouldBeFalse();
    }

    [Fact]
    public void Unknown_keys_fit_only_where_the_original_ignored_them()
    {
        var (hub, pump) = (Sample("imagehub.yaml"), Sample("datapump.yaml"));
        hub["hub"]!["colour"] = "red";
        pump["colour"] = "red";
        SchemaValidator.Accepts(Hub, hub).ShouldBeTrue();
        SchemaValidator.Accepts(Own, hub).ShouldBeFalse();
        SchemaValidator.Accepts(Pump, pump).ShouldBeFalse();
    }

    [Fact]
    public void Descriptions_defaults_and_bounds_are_there_for_the_editor()
    {
        var queueMax = Own["properties"]!["hub"]!["properties"]!["queuemax"]!;
        queueMax.ToJsonString().ShouldBe(
            """{"type":"integer","minimum":1,"maximum":1000000,"description":"Length of the queue between receiving and writing.","default":500}""");
        var everything = Own["properties"]!["everything"]!["properties"]!;
        everything["wait"]!["default"]!.GetValue<string>().ShouldBe("1500 ms");
        everything["names"]!["anyOf"]!.AsArray().Count.ShouldBe(2);
        everything["mode"]!["enum"]!.AsArray().Select(static name => name!.GetValue<string>()).ShouldBe(["at_once", "later", "off"]);
        Own["properties"]!["node"]!["default"].ShouldBeNull();
        Own["properties"]!["hub"]!["properties"]!["token"]!["default"].ShouldBeNull();
    }

    [Fact]
    public void Defaults_fit_their_own_schema()
    {
        foreach (var (key, property) in Own["properties"]!["everything"]!["properties"]!.AsObject())
        {
            if (property!["default"] is { } value)
                SchemaValidator.Accepts(property.AsObject(), value).ShouldBeTrue(key);
        }
    }

    [Fact]
    public void The_schema_accepts_what_the_program_accepts()
    {
        var verdicts = new int[2];
        var count = ConfigurationFolder.FuzzCount(1_000, 100_000);
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(20240506UL, 1UL),
            Prop.ForAll(Documents().ToArbitrary(), text =>
            {
                var configuration = _folder.Load("catchment.yaml", text);
                var accepted = SchemaValidator.Accepts(Own, SchemaValidator.ToJson(configuration.Root!));
                verdicts[accepted ? 1 : 0]++;
                return accepted == !configuration.HasErrors;
            }));
        verdicts.ShouldAllBe(verdict => verdict > count / 20);
    }

    // Sections with one to three keys and random values. What a schema cannot say is left out: bounds of durations and
    // sizes that are written with a unit, dates, and paths that depend on the home folder.
    private static Gen<string> Documents()
    {
        var keys = Own["properties"]!["everything"]!["properties"]!.AsObject().Select(static property => property.Key).Append("colour").ToArray();
        var entry = from key in Gen.Elements(keys) from value in Value(2) select KeyValuePair.Create(key, value);
        return from entries in Gen.NonEmptyListOf(entry).Resize(3)
               select "everything: " + YamlText.Flow(new JsonObject(entries.DistinctBy(static item => item.Key, StringComparer.Ordinal)
                   .Select(static item => KeyValuePair.Create(item.Key, item.Value?.DeepClone()))));
    }

    private static Gen<JsonNode?> Value(int depth)
    {
        var scalar = Gen.Elements(Values);
        if (depth == 0)
            return scalar;
        var list = from items in Gen.ListOf(Value(depth - 1)).Resize(3)
                   select (JsonNode?)new JsonArray([.. items.Select(static item => item?.DeepClone())]);
        var mapping = from entries in Gen.ListOf(Gen.Zip(Gen.Elements("view", "port", "method", "depth", "north"), Value(depth - 1))).Resize(3)
                      select (JsonNode?)new JsonObject(entries.DistinctBy(static item => item.Item1, StringComparer.Ordinal)
                          .Select(static item => KeyValuePair.Create(item.Item1, item.Item2?.DeepClone())));
        return Gen.Frequency((6, scalar), (1, list), (2, mapping));
    }

    private static JsonObject Sample(string name) => SchemaValidator.ToJson(YamlReader.ReadText(Samples.Text(name), name).Root)!.AsObject();

    private static JsonObject Of(OriginalFile original) =>
        JsonNode.Parse(JsonSchemaWriter.Write(ConfigurationFolder.Catalogue, original))!.AsObject();
}
