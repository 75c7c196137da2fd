using System.Globalization;
using System.Text;
using Catchment.Core.Configuration;

namespace Catchment.Core.Tests.Configuration.Toml;

public sealed class TomlReaderTests
{
    private const int Seed = 20240506;

    private static readonly string[] Fragments =
    [
        "a", "b", "data_dirs", "database", "host", ".", " = ", "=", "[", "]", "[a]", "[a.b]", "\n", "\r\n", " ", "\t", "\"", "'", "\"x\"", "'y'", "\"\"\"",
        "\\", "\\u00e9", "\\U0001F600", "\\uD800", "1", "-0", "1_0", "1.5", "6e23", "0x10", "true", "false", "inf", "{", "}", "{a = 1}", ",", "#", "# c\n", "é", "\uFFFF", "\0",
    ];

    [Fact]
    public void A_file_of_the_instrument_is_read()
    {
        var root = Read("""
            # where the archive is
            data_dirs = [
                "/mnt/archive/aoc/logs", # the first
                "/mnt/archive/aoc/telem",
            ]
            hostname = 'exao1'
            database.host = 'aoc'
            [database.more]
            user = "jl\u00f6ng\t\"x\"" # dotted keys and headers meet
            """);
        Shown(root).ShouldBe("data_dirs=[/mnt/archive/aoc/logs,/mnt/archive/aoc/telem] hostname=exao1 database={host=aoc more={user=jlöng\t\"x\"}}");
        root.Find("hostname")!.Value.Origin.ToString().ShouldBe("t.toml:6:12");
    }

    [Theory]
    [InlineData("a = 5432", ScalarKind.WholeNumber, 5432L)]
    [InlineData("a = -1_000", ScalarKind.WholeNumber, -1000L)]
    [InlineData("a = +0", ScalarKind.WholeNumber, 0L)]
    [InlineData("a = 0.25", ScalarKind.RealNumber, 0.25)]
    [InlineData("a = -6.5e-2", ScalarKind.RealNumber, -0.065)]
    [InlineData("a = 1e3", ScalarKind.RealNumber, 1000.0)]
    [InlineData("a = true", ScalarKind.Boolean, true)]
    [InlineData("a = 'C:\\new'", ScalarKind.Text, "C:\\new")]
    [InlineData("\"a\" = \"\"", ScalarKind.Text, "")]
    [InlineData("a = \"\\\\ \\b\\f\\r\\n\\U0001F600\"", ScalarKind.Text, "\\ \b\f\r\n\U0001F600")]
    public void A_value_has_its_type(string text, ScalarKind kind, object value)
    {
        var scalar = (ConfigurationScalar)Read(text).Find("a")!.Value;
        (scalar.Kind, scalar.Value).ShouldBe((kind, value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n# nothing\r\n\r\n")]
    [InlineData("\uFEFF")]
    public void An_empty_text_has_no_keys(string text) => Read(text).Entries.ShouldBeEmpty();

    [Fact]
    public void Tables_nest_in_every_spelling() =>
        Shown(Read("a = {b = 1, c.d = [ {e = 2}, [] ]}\n[f . g]\nh = 3\n[f]\ni = 4\n")).ShouldBe("a={b=1 c={d=[{e=2},[]]}} f={g={h=3} i=4}");

    [Theory]
    [InlineData("a", "1:2", "the end of the file")]
    [InlineData("a =", "1:4", "the end of the file")]
    [InlineData("a = \n", "1:5", "the end of the line")]
    [InlineData("a = b", "1:5", "'b'")]
    [InlineData("a = 1 2", "1:7", "'2'")]
    [InlineData("a = 012", "1:5", "'012'")]
    [InlineData("a = 1__0", "1:5", "'1__0'")]
    [InlineData("a = 2024-04-15", "1:5", "'2024-04-15'")]
    [InlineData("a = 99999999999999999999", "1:5", "'99999999999999999999'")]
    [InlineData("a = \"x", "1:7", "the end of the file")]
    [InlineData("a = \"x\ny\"", "1:7", "the end of the line")]
    [InlineData("a = \"\"\"x\"\"\"", "1:5", "'\"'")]
    [InlineData("a = \"\\q\"", "1:7", "'q'")]
    [InlineData("a = \"\\uD800\"", "1:6", "the code point D800")]
    [InlineData("a = [1, 2", "1:10", "the end of the file")]
    [InlineData("a = {b = 1,}", "1:12", "'}'")]
    [InlineData("a = 1\nb = 2\na = 3", "3:1", "'a' for a second time")]
    [InlineData("[a]\n[a]", "2:1", "'a' for a second time")]
    [InlineData("a = 1\na.b = 2", "2:1", "'a' for a second time")]
    [InlineData("[[a]]", "1:2", "'['")]
    [InlineData("[]", "1:2", "']'")]
    [InlineData("= 1", "1:1", "'='")]
    [InlineData("a = \u0001", "1:5", "the control character U+0001")]
    public void What_is_none_is_refused_with_its_place(string text, string place, string found)
    {
        var refused = Should.Throw<ConfigurationException>(() => Read(text));
        refused.Origin.ToString().ShouldBe($"t.toml:{place}");
        refused.Found.ShouldBe(found);
    }

    [Fact]
    public void Nesting_is_bounded()
    {
        Read($"a = {new string('[', TomlReader.MaxNesting - 1)}{new string(']', TomlReader.MaxNesting - 1)}");
        Should.Throw<ConfigurationException>(() => Read($"a = {new string('[', 100_000)}"));
        Should.Throw<ConfigurationException>(() => Read(string.Join('.', Enumerable.Repeat("a", 101)) + " = 1"));
        Should.Throw<ConfigurationException>(() => Read(string.Concat(Enumerable.Repeat("a = {a.a.a.a.a.a.a.a = ", 20))));
    }

    [Fact]
    public void Random_toml_is_read_or_refused()
    {
        var random = new Random(Seed);
        var read = 0;
        for (var count = ConfigurationFolder.FuzzCount(20_000, 1_000_000); count > 0; count--)
        {
            var text = new StringBuilder("a = 1\n");
            for (var parts = random.Next(1, 12); parts > 0; parts--)
                text.Append(Fragments[random.Next(Fragments.Length)]);
            try
            {
                TomlReader.Read(Encoding.UTF8.GetBytes(text.ToString()), "t.toml");
                read++;
            }
            catch (ConfigurationException)
            {
                // What it is for.
            }
        }

        read.ShouldBeGreaterThan(0);
    }

    private static ConfigurationMapping Read(string text) => TomlReader.Read(Encoding.UTF8.GetBytes(text), "t.toml");

    private static string Shown(ConfigurationNode node) => node switch
    {
        ConfigurationMapping mapping => string.Join(' ', mapping.Entries.Select(e => $"{e.Key}={(e.Value is ConfigurationMapping ? $"{{{Shown(e.Value)}}}" : Shown(e.Value))}")),
        ConfigurationSequence sequence => $"[{string.Join(',', sequence.Items.Select(i => i is ConfigurationMapping ? $"{{{Shown(i)}}}" : Shown(i)))}]",
        ConfigurationScalar scalar => Convert.ToString(scalar.Value, CultureInfo.InvariantCulture)!,
        _ => throw new ArgumentException("no node", nameof(node)),
    };
}
