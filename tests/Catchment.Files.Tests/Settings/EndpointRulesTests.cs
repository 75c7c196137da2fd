using System.Text.Json;
using Catchment.Core.Configuration;
using Catchment.Files.Settings.Validation;

namespace Catchment.Files.Tests.Settings;

public sealed class EndpointRulesTests
{
    private static readonly string Vectors = Path.Combine(AppContext.BaseDirectory, "Settings", "Vectors");

    public static TheoryData<string, EndpointComponent, string?> Verdicts()
    {
        var data = new TheoryData<string, EndpointComponent, string?>();
        using var expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Vectors, "expected.json")));
        foreach (var file in expected.RootElement.EnumerateObject())
        {
            var isValid = file.Value.GetProperty("validate").GetString() == "valid";
            var component = Enum.Parse<EndpointComponent>(file.Value.GetProperty("component").GetString()!, ignoreCase: true);
            data.Add(file.Name, component, isValid ? null : file.Value.GetProperty("violates").GetString());
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Verdicts))]
    public void Each_file_has_its_verdict(string file, EndpointComponent component, string? violates)
    {
        if (violates?.StartsWith("YAML", StringComparison.Ordinal) == true)
        {
            Should.Throw<ConfigurationException>(() => Read(file));
            return;
        }

        var found = EndpointRules.Validate(component, Read(file)).Select(violation => $"{(violation.Place.Length == 0 ? "(top)" : violation.Place)}: {violation.Rule}");

        found.Distinct().ShouldBe(violates is null ? [] : [violates]);
    }

    [Fact]
    public void Every_verdict_was_there() => Verdicts().Count.ShouldBe(137);

    [Fact]
    public void A_violation_names_place_and_what_is_allowed()
    {
        var file = YamlReader.ReadText("database: {engine: x, tablenames: {file: {table: f}}}\nfinder: {source: 1, storage: s, actions: {}, search: {method: scan, date: 2021-01-01}}\n", "finder.yaml").Root;

        EndpointRules.Validate(EndpointComponent.Finder, file).Select(violation => violation.ToString()).ShouldBe(
        [
            "finder.yaml:2:18: finder.source: found the number 1, allowed: text, in quotes if it looks like something else",
            "finder.yaml:2:75: finder.search.date: found the date 2021-01-01, allowed: text, in quotes if it looks like something else, or null",
        ]);
    }

    private static ConfigurationNode Read(string file) => YamlReader.ReadFile(Path.Combine(Vectors, file), file).Root;
}
