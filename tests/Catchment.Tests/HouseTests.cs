using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Catchment.Tests;

/// <summary>The rules of the house that a compiler does not hold.</summary>
public sealed partial class HouseTests
{
    private const string WebConsole = "Catchment.Console";
    private const string ClientLibrary = "Catchment.DataFeed";

    private static readonly string[] Foundations = ["Catchment.Core", "Catchment.Protocols"];

    [Fact]
    public void References_point_down_only_and_wings_do_not_see_each_other()
    {
        foreach (var project in Directory.GetFiles(Path.Combine(Cli.Repository, "src"), "*.csproj", SearchOption.AllDirectories))
        {
            var name = Path.GetFileNameWithoutExtension(project);
            var references = XDocument.Load(project).Descendants("ProjectReference")
                .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value)).ToArray();
            string[] allowed = name switch
            {
                "Catchment" => references,
                _ when Foundations.Contains(name) => [],
                ClientLibrary => ["Catchment.Protocols"],
                WebConsole => [.. references.Where(r => r is not "Catchment" and not WebConsole and not ClientLibrary)],
                _ => Foundations,
            };
            references.Except(allowed).ShouldBeEmpty(name);
        }
    }

    [Fact]
    public void The_settings_in_the_docs_are_the_programs()
    {
        var reference = Cli.Run(Cli.Repository, "config", "reference").Output;
        File.ReadAllText(Path.Combine(Cli.Repository, "docs", "configuration.md")).ShouldContain(reference.Trim());
        foreach (var section in new[] { "hub", "pump" })
        {
            var table = reference[reference.IndexOf("| key |", reference.IndexOf($"## `{section}`", StringComparison.Ordinal), StringComparison.Ordinal)..];
            table = table[..(table.IndexOf("\n\n", StringComparison.Ordinal) is var end and >= 0 ? end : table.Length)].Trim();
            File.ReadAllText(Path.Combine(Cli.Repository, "docs", $"{section}.md")).ShouldContain(table);
        }
    }

    [Fact]
    public void Every_sample_in_docs_and_etc_is_accepted()
    {
        using var folder = new TemporaryFolder();
        var inDocs = Directory.GetFiles(Path.Combine(Cli.Repository, "docs"), "*.md").Append(Path.Combine(Cli.Repository, "README.md"))
            .SelectMany(page => YamlBlock().Matches(File.ReadAllText(page)).Select(m => (Name: "catchment.yaml", Text: m.Groups["yaml"].Value)));
        var originals = Directory.GetFiles(Path.Combine(Cli.Repository, "etc"), "*.yaml").Select(file => (Name: Path.GetFileName(file), Text: File.ReadAllText(file)));
        var samples = inDocs.Concat(originals).ToArray();
        samples.Length.ShouldBeGreaterThan(2);
        foreach (var (name, text) in samples)
        {
            File.WriteAllText(folder[name], text);
            var result = Cli.Run(folder.FullPath, "config", "check", "-c", name);
            result.ExitCode.ShouldBe(0, text + result.Error);
            result.Error.ShouldBeEmpty(text);
        }
    }

    [Theory]
    [InlineData("finder", "finder.yaml")]
    [InlineData("ingester", "gen2ingester.yaml")]
    [InlineData("ingester", "gen3ingester.yaml")]
    [InlineData("backfill", "backfill.yaml")]
    public void The_samples_of_the_file_services_are_valid_and_have_every_key(string component, string sample)
    {
        var validation = Cli.Run(Cli.Repository, "endmgr", component, "validate", Path.Combine("etc", sample));
        (validation.ExitCode, validation.Output, validation.Error).ShouldBe((0, "", ""));
        var reference = Cli.Run(Cli.Repository, "config", "reference").Output;
        var section = reference[reference.IndexOf("## `files`", StringComparison.Ordinal)..];
        var end = section.IndexOf("\n## ", StringComparison.Ordinal);
        var keys = SettingRow().Matches(end < 0 ? section : section[..end]).Select(m => m.Groups["key"].Value)
            .Where(key => key.Split('.')[0] is var top && (top == component || top is "database" or "logging")).Select(key => key.Split('.')[^1]).ToArray();
        keys.Length.ShouldBeGreaterThan(15);
        var text = File.ReadAllText(Path.Combine(Cli.Repository, "etc", sample));
        keys.ShouldAllBe(key => text.Contains($"{key}:", StringComparison.Ordinal));
    }

    [Fact]
    public void The_sample_of_telemetry_is_valid_and_has_every_key()
    {
        var dump = Cli.Run(Cli.Repository, "xtelemdb", "setup", "-c", "etc/xtelemdb.conf.toml", "--dump-config");
        (dump.ExitCode, dump.Error).ShouldBe((0, ""));
        var keys = TomlKey().Matches(dump.Output).Select(m => m.Groups["key"].Value).Append("limit").Append("url").ToArray();
        keys.Length.ShouldBeGreaterThan(12);
        var text = File.ReadAllText(Path.Combine(Cli.Repository, "etc/xtelemdb.conf.toml"));
        keys.ShouldAllBe(key => text.Contains($"{key} = ", StringComparison.Ordinal));
    }

    [GeneratedRegex("^(?<key>[a-z_]+) = ", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TomlKey();

    [GeneratedRegex("^\\| `(?<key>[a-z_.]+)` \\|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SettingRow();

    [GeneratedRegex("^```yaml\n(?<yaml>.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex YamlBlock();
}
