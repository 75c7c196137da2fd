using System.Text.Json;
using Catchment.Files.Patterns;

namespace Catchment.Files.Tests.Patterns;

public sealed class PythonPatternTests
{
    public static TheoryData<string, string, bool?> Cases()
    {
        var data = new TheoryData<string, string, bool?>();
        using var cases = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Patterns", "Vectors", "regex.json")));
        foreach (var item in cases.RootElement.EnumerateArray())
            data.Add(item.GetProperty("pattern").GetString()!, item.GetProperty("text").GetString()!, item.TryGetProperty("match", out var match) ? match.GetBoolean() : null);
        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_pattern_is_found_or_refused_as_Python_does(string pattern, string text, bool? isFound)
    {
        if (isFound is null)
            Should.Throw<PythonPatternException>(() => PythonPattern.Parse(pattern)).Pattern.ShouldBe(pattern);
        else
            PythonPattern.Parse(pattern).IsFound(text).ShouldBe(isFound.Value);
    }

    [Theory]
    [InlineData(@"^.{3}$", "a\U0001F600b", true)]
    [InlineData(@"^[^a]$", "\U0001F600", true)]
    [InlineData(@"^[\U0001F5FF-\U0001F601]$", "\U0001F600", true)]
    [InlineData(@"^[\U0001F5FF-\U0001F601]$", "\U0001F602", false)]
    [InlineData(@"^[\uFFFF-\U0010FFFF]$", "\U0001F602", true)]
    [InlineData(@"^[^\U0001F5FF-\U0001F601]$", "\U0001F600", false)]
    [InlineData(@"^\U0001F600+$", "\U0001F600\U0001F600", true)]
    [InlineData("^\U0001F600+$", "\U0001F600\U0001F600", true)]
    [InlineData(@"^\D$", "\U0001F600", true)]
    [InlineData(@"^\W{2}$", "\U0001F600", false)]
    [InlineData(@"\U0001F600", "a", false)]
    [InlineData(@"(?<=^.)b", "\U0001F600b", true)]
    public void A_surrogate_pair_is_one_character(string pattern, string text, bool isFound) =>
        PythonPattern.Parse(pattern).IsFound(text).ShouldBe(isFound);

    [Theory]
    [InlineData("(?:(?:c+)?)+", "x", true)]
    [InlineData("x|(?:c+|)+", "a", true)]
    [InlineData("(?:(?>a{1,2}))*ab", "ab", true)]
    [InlineData("(?:a{1,2}+)*ab", "ab", true)]
    [InlineData("^(?:(?>a+)|)ab", "ab", true)]
    [InlineData("(?:.*+){,2}1", "1", true)]
    [InlineData("a++ab", "aaab", false)]
    [InlineData(@"(?:(a)|b)+\1", "aba", true)]
    public void Repeats_within_repeats_keep_their_meaning(string pattern, string text, bool isFound) =>
        PythonPattern.Parse(pattern).IsFound(text).ShouldBe(isFound);

    [Theory]
    [InlineData("ab(c", 2, "missing ), unterminated subpattern")]
    [InlineData("a**", 2, "multiple repeat")]
    [InlineData(@"abc\", 3, "bad escape (end of pattern)")]
    [InlineData(@"a\q", 1, @"bad escape \q")]
    [InlineData("x[b-a]", 2, "bad character range b-a")]
    public void A_refusal_names_place_and_reason(string pattern, int position, string reason)
    {
        var refusal = Should.Throw<PythonPatternException>(() => PythonPattern.Parse(pattern));

        (refusal.Position, refusal.Reason).ShouldBe((position, reason));
        refusal.Message.ShouldBe($"{reason} at position {position}");
    }

    [Fact]
    public void What_is_too_large_is_refused()
    {
        Should.Throw<PythonPatternException>(() => PythonPattern.Parse(new string('a', 4097)));
        Should.Throw<PythonPatternException>(() => PythonPattern.Parse(new string('(', 2000) + new string(')', 2000)));
        Should.Throw<PythonPatternException>(() => PythonPattern.Parse("a{99999999999999999999999}"));
        PythonPattern.Parse("a{2147483647}").IsFound("aaa").ShouldBeFalse();
    }

    [Fact]
    public void A_match_that_takes_too_long_is_none_and_is_told_once()
    {
        var list = PatternList.Parse([@"^((a+)b?)*$", "never"]);
        var told = new List<string>();
        var text = new string('a', 60) + "!";

        list.IsFound(text, pattern => told.Add(pattern.Text)).ShouldBeFalse();
        list.IsFound(text, pattern => told.Add(pattern.Text)).ShouldBeFalse();

        told.ShouldBe([@"^((a+)b?)*$"]);
        list.Patterns[0].Timeouts.ShouldBe(2);
    }

    [Fact]
    public void Of_a_list_any_pattern_will_do()
    {
        PatternList.Parse(["a$", "^b"]).IsFound("b/x").ShouldBeTrue();
        PatternList.Parse(["a$", "^b"]).IsFound("x/b").ShouldBeFalse();
        PatternList.None.IsFound("x").ShouldBeFalse();
        PatternList.None.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void Any_text_is_a_pattern_or_is_refused_soon()
    {
        string[] words = ["a", "b", ".", "*", "+", "?", "{", "}", "2", ",", "(", ")", "(?", ":", "P<n>", "P=n", "=", "!", "<", ">", "#", "i", "-", "[", "]", "^", "$", "|", "\\", "d", "W", "x41", "u00e9", "N{SPACE}", "1", "0", "é", "\uD83D", "\uDE00", " ", "\n", "(?x)", "(?:", "(?<=", "(?(1)"];
        var random = new Random(2);
        var rounds = Environment.GetEnvironmentVariable("CATCHMENT_TEST_FULL") == "1" ? 1_000_000 : 20_000;
        for (var round = 0; round < rounds; round++)
        {
            var pattern = string.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ => words[random.Next(words.Length)]));
            try
            {
                var parsed = PythonPattern.Parse(pattern);
                parsed.IsFound("aab/2\n");
                parsed.IsFound("é\U0001F600b ");
            }
            catch (PythonPatternException e)
            {
                e.Position.ShouldBeInRange(0, pattern.Length);
            }
        }
    }
}
