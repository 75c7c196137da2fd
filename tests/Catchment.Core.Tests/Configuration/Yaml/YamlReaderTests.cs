using System.Globalization;
using System.Text;
using Catchment.Core.Configuration;

namespace Catchment.Core.Tests.Configuration.Yaml;

public sealed class YamlReaderTests
{
    [Fact]
    public void Nodes_know_their_line_and_column()
    {
        var root = Mapping("# first\nhub:\n  queuemax: 500\n  listen: [a, b]\n");
        root.Find("hub")!.KeyOrigin.ToString().ShouldBe("t.yaml:2:1");
        var hub = (ConfigurationMapping)root.Find("hub")!.Value;
        hub.Find("queuemax")!.Value.Origin.ToString().ShouldBe("t.yaml:3:13");
        ((ConfigurationSequence)hub.Find("listen")!.Value).Items[1].Origin.ToString().ShouldBe("t.yaml:4:15");
    }

    [Theory]
    [InlineData("1.0")]
    [InlineData("1.1")]
    [InlineData("1.2")]
    public void A_version_directive_is_accepted_and_lines_still_count(string version)
    {
        var root = Mapping($"%YAML {version}\n---\na: 1\n");
        root.Find("a")!.Value.Origin.ToString().ShouldBe("t.yaml:3:4");
    }

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment\n")]
    [InlineData("---\n")]
    public void An_empty_text_is_null(string text) => YamlReader.ReadText(text, "t.yaml").Root.IsNull.ShouldBeTrue();

    [Fact]
    public void Scalars_keep_their_text_and_their_meaning()
    {
        var scalar = (ConfigurationScalar)Mapping("a: 0x10").Find("a")!.Value;
        (scalar.Text, scalar.Kind, scalar.Value).ShouldBe(("0x10", ScalarKind.WholeNumber, 16L));
    }

    [Fact]
    public void The_last_of_a_repeated_key_counts_and_the_others_are_told()
    {
        var document = YamlReader.ReadText("hub:\n  a: 1\n  a: 2\n", "t.yaml");
        var hub = (ConfigurationMapping)((ConfigurationMapping)document.Root).Find("hub")!.Value;
        ((ConfigurationScalar)hub.Find("a")!.Value).Value.ShouldBe(2L);
        document.Warnings.ShouldHaveSingleItem().Text.ShouldBe(
            "t.yaml:3:3: hub.a: found the key a second time, allowed: each key once; the one in line 2 does not count");
    }

    [Theory]
    [InlineData("x: &a {p: 1, q: 2}\ny: {<<: *a, q: 3}", "p=1 q=3")]
    [InlineData("y: {<<: [{p: 1}, {p: 2, q: 5}], r: 3}", "p=1 q=5 r=3")]
    [InlineData("y: {q: 3, <<: {q: 4, p: 1}}", "p=1 q=3")]
    public void Merge_keys_lie_under_the_mappings_own_keys(string text, string expected)
    {
        var mapping = (ConfigurationMapping)Mapping(text).Find("y")!.Value;
        string.Join(' ', mapping.Entries.Select(static entry => $"{entry.Key}={((ConfigurationScalar)entry.Value).Text}")).ShouldBe(expected);
    }

    [Fact]
    public void An_alias_is_its_anchors_node()
    {
        var root = Mapping("a: &x [1]\nb: *x");
        root.Find("b")!.Value.ShouldBeSameAs(root.Find("a")!.Value);
    }

    [Theory]
    [InlineData("a: 1\n---\nb: 2", "t.yaml:2:1: found a second document, allowed: one document in a file")]
    [InlineData("a: !!python/object x", "t.yaml:1:4: found the tag 'tag:yaml.org,2002:python/object'")]
    [InlineData("a: !mine x", "t.yaml:1:4: found the tag '!mine'")]
    [InlineData("a:\n\t- b", "t.yaml:1:1: found a syntax error (While scanning a mapping, found invalid tab as indentation; noticed in line 2)")]
    [InlineData("a: 2021-13-01", "t.yaml:1:4: found \"2021-13-01\", a date that does not exist")]
    [InlineData("a: *x", "t.yaml:1:4: found the alias '*x'")]
    [InlineData("&a [*a]", "t.yaml:1:5: found the alias '*a'")]
    [InlineData("a: &x 1\nb: &x 2", "t.yaml:2:4: found the anchor '&x' a second time")]
    [InlineData("a: \u0007", "t.yaml:1:4: found the control character U+0007")]
    [InlineData("a: =", "t.yaml:1:4: found a bare '='")]
    [InlineData("? [a]\n: b", "t.yaml:1:3: found a list or mapping as a key")]
    [InlineData("<<: 5", "t.yaml:1:5: found something else than a mapping under '<<'")]
    [InlineData("a: [\n1\n]", "t.yaml:2:1: found a value that stands too far left")]
    [InlineData("a: !!int many", "t.yaml:1:4: found \"many\", no integer")]
    [InlineData("!!map [a]", "t.yaml:1:1: found the tag")]
    public void What_is_no_configuration_is_refused_with_its_place(string text, string expected) =>
        Should.Throw<ConfigurationException>(() => YamlReader.ReadText(text, "t.yaml")).Message.ShouldStartWith(expected);

    [Fact]
    public void Nesting_is_bounded()
    {
        YamlReader.ReadText(Nested(YamlReader.MaxNesting), "t.yaml").Root.ShouldBeOfType<ConfigurationSequence>();
        Should.Throw<ConfigurationException>(() => YamlReader.ReadText(Nested(YamlReader.MaxNesting + 1), "t.yaml"))
            .Found.ShouldBe("lists and mappings nested too deep");
        Should.Throw<ConfigurationException>(() => YamlReader.ReadText(Nested(1_000_000), "t.yaml"));
    }

    [Fact]
    public void Nesting_by_aliases_is_bounded_too()
    {
        var text = new StringBuilder("a0: &a0 [x]\n");
        for (var index = 1; index <= YamlReader.MaxNesting; index++)
            text.Append(CultureInfo.InvariantCulture, $"a{index}: &a{index} [*a{index - 1}]\n");
        Should.Throw<ConfigurationException>(() => YamlReader.ReadText(text.ToString(), "t.yaml"))
            .Found.ShouldBe("lists and mappings nested too deep");
    }

    [Fact]
    public void A_billion_laughs_are_refused()
    {
        var text = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (var index = 1; index < 10; index++)
            text.Append(CultureInfo.InvariantCulture, $"a{index}: &a{index} [{string.Join(',', Enumerable.Repeat($"*a{index - 1}", 10))}]\n");
        Should.Throw<ConfigurationException>(() => YamlReader.ReadText(text.ToString(), "t.yaml"))
            .Found.ShouldBe("aliases that stand for too many values");
    }

    [Fact]
    public void A_file_beyond_the_bound_is_refused()
    {
        var bytes = new byte[YamlReader.MaxBytes + 1];
        bytes.AsSpan().Fill((byte)'#');
        Should.Throw<ConfigurationException>(() => YamlReader.Read(bytes, "t.yaml")).Found.ShouldBe("more than 16 MiB");
        Should.Throw<ConfigurationException>(() => YamlReader.ReadFile("/dev/zero")).Found.ShouldBe("more than 16 MiB");
    }

    [Fact]
    public void A_byte_that_is_no_character_is_refused_with_its_place() =>
        Should.Throw<ConfigurationException>(() => YamlReader.Read("a: 1\nbc: \xFF"u8[..^2].ToArray().Append((byte)0xFF).ToArray(), "t.yaml"))
            .Origin.ToString().ShouldBe("t.yaml:2:5");

    [Fact]
    public void Byte_order_marks_are_understood()
    {
        foreach (var encoding in new Encoding[] { new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes("a: \u00e9")];
            var root = (ConfigurationMapping)YamlReader.Read(bytes, "t.yaml").Root;
            ((ConfigurationScalar)root.Find("a")!.Value).Text.ShouldBe("\u00e9");
        }
    }

    [Fact]
    public void A_missing_file_is_told_by_its_name() =>
        Should.Throw<ConfigurationException>(() => YamlReader.ReadFile("/nowhere/x.yaml", "x.yaml"))
            .Message.ShouldBe("x.yaml: found no such file, allowed: a readable YAML file");

    private static ConfigurationMapping Mapping(string text) => (ConfigurationMapping)YamlReader.ReadText(text, "t.yaml").Root;

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);
}
