using System.Text.Json;
using Catchment.Files.Patterns;

namespace Catchment.Files.Tests.Patterns;

public sealed class PathPatternTests : IDisposable
{
    private readonly TemporaryFolder _storage = new();

    public void Dispose() => _storage.Dispose();

    [Fact]
    public void A_source_finds_what_Python_finds()
    {
        using var vectors = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Patterns", "Vectors", "glob.json")));
        foreach (var file in vectors.RootElement.GetProperty("tree").EnumerateArray())
            Make(file.GetString()!);

        foreach (var item in vectors.RootElement.GetProperty("cases").EnumerateArray())
        {
            var pattern = item.GetProperty("pattern").GetString()!;
            var found = item.GetProperty("found").EnumerateArray().Select(path => path.GetString()!);
            Expand(pattern).Order(StringComparer.Ordinal).ShouldBe(found.Order(StringComparer.Ordinal), pattern);
        }
    }

    [Fact]
    public void An_absolute_source_is_taken_below_the_storage_folder_only()
    {
        Make("a/b.fits");

        var inside = PathPattern.Parse(_storage["a/*"], _storage.FullPath);

        inside.WasAbsolute.ShouldBeTrue();
        inside.Expand().ShouldBe(["a/b.fits"]);
        PathPattern.Parse(_storage.FullPath, _storage.FullPath + "/").Expand().ShouldBe([""]);
        Should.Throw<PathPatternException>(() => PathPattern.Parse(_storage.FullPath + "x/a", _storage.FullPath));
        Should.Throw<PathPatternException>(() => PathPattern.Parse("/", _storage.FullPath));
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    [InlineData("*/../..")]
    [InlineData("a\0b")]
    public void A_source_that_leads_out_is_refused(string pattern) =>
        Should.Throw<PathPatternException>(() => PathPattern.Parse(pattern, _storage.FullPath));

    [Fact]
    public void A_dangling_link_exists()
    {
        File.CreateSymbolicLink(_storage["link"], _storage["nothing"]);

        Expand("link").ShouldBe(["link"]);
        Expand("l*").ShouldBe(["link"]);
        Expand("l*/x").ShouldBeEmpty();
    }

    [Fact]
    public void A_linked_folder_is_entered_and_the_storage_folders_own_name_is_literal()
    {
        Make("s[1]/d/x");
        Directory.CreateSymbolicLink(_storage["s[1]/e"], _storage["s[1]/d"]);

        PathPattern.Parse("*/x", _storage["s[1]"]).Expand().Order(StringComparer.Ordinal).ShouldBe(["d/x", "e/x"]);
        PathPattern.Parse("*", _storage["nothing"]).Expand().ShouldBeEmpty();
        PathPattern.Parse("", _storage["nothing"]).Expand().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("[z-a]", "m", false)]
    [InlineData("[!z-a]", "m", true)]
    [InlineData("[a-c-e]", "-", true)]
    [InlineData("[a-c-e]", "d", false)]
    [InlineData("[]-a]", "]", true)]
    [InlineData("[!]]", "a", true)]
    [InlineData("[a-]", "-", true)]
    [InlineData("[--9]", "5", true)]
    [InlineData("a*b*c", "aXbXbc", true)]
    [InlineData("a*b*c", "aXbXcb", false)]
    [InlineData("*", "", true)]
    [InlineData("?", "\U0001F600", true)]
    [InlineData("[\U0001F5FF-\U0001F601]", "\U0001F600", true)]
    [InlineData("[]", "[]", true)]
    [InlineData("[!", "[!", true)]
    public void A_name_is_matched_as_Python_does(string pattern, string name, bool matches) =>
        new NamePattern(pattern).Matches(name).ShouldBe(matches);

    [Fact]
    public void A_name_of_stars_is_matched_soon() =>
        new NamePattern(string.Concat(Enumerable.Repeat("*a", 100)) + "b").Matches(new string('a', 255)).ShouldBeFalse();

    [Fact]
    public void Any_text_is_a_pattern_of_names()
    {
        const string Signs = "ab*?[]!-^\\.é";
        var random = new Random(4);
        for (var round = 0; round < 20_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => Signs[random.Next(Signs.Length)]));
            new NamePattern(text).Matches(text);
        }
    }

    private string[] Expand(string pattern) => [.. PathPattern.Parse(pattern, _storage.FullPath).Expand()];

    private void Make(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_storage[file])!);
        File.WriteAllText(_storage[file], "");
    }
}
