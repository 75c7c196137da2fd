using System.Text.RegularExpressions;
using Catchment.Cameras.Retention;

namespace Catchment.Cameras.Tests.Retention;

public sealed class CameraPatternTests
{
    [Theory]
    [InlineData("Barn *", "Barn-Door", true)]
    [InlineData("Barn *", "Barn-", true)]
    [InlineData("Barn *", "Barn", false)]
    [InlineData("Barn*", "Barn", true)]
    [InlineData("Barn-*", "Barn-Door-2", true)]
    [InlineData("barn *", "Barn-Door", false)]
    [InlineData("*", "", true)]
    [InlineData("?", "", false)]
    [InlineData("Cam ?", "Cam-1", true)]
    [InlineData("Cam ?", "Cam-12", false)]
    [InlineData("Cam ?", "Cam-ä", true)]
    [InlineData("Cam ?", "Cam-😀", true)]
    [InlineData("*Door*", "Barn-Door-2", true)]
    [InlineData("a.b", "axb", false)]
    public void A_pattern_names_cameras(string pattern, string label, bool matches) => new CameraPattern(pattern).Matches(label).ShouldBe(matches);

    [Fact]
    public void It_agrees_with_a_regular_expression()
    {
        var random = new Random(5);
        for (var i = 0; i < 4000; i++)
        {
            var pattern = Word("ab-*?", random);
            var label = Word("ab-", random);
            var expected = Regex.IsMatch(label, AsRegex(pattern), RegexOptions.NonBacktracking | RegexOptions.Singleline);
            new CameraPattern(pattern).Matches(label).ShouldBe(expected, $"{pattern} and {label}");
        }
    }

    [Fact]
    public void Many_stars_do_not_take_for_ever() =>
        new CameraPattern(string.Concat(Enumerable.Repeat("*a", 100)) + "b").Matches(new string('a', 219)).ShouldBeFalse();

    internal static string AsRegex(string pattern) =>
        "^" + Regex.Escape(pattern.Trim(' ').Replace(' ', '-')).Replace(@"\*", ".*", StringComparison.Ordinal).Replace(@"\?", ".", StringComparison.Ordinal) + @"\z";

    private static string Word(string characters, Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => characters[random.Next(characters.Length)]));
}
