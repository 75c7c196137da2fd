using Catchment.Core.Diagnostics;
using FsCheck;
using FsCheck.Fluent;

namespace Catchment.Core.Tests.Diagnostics;

public sealed class LogTextTests
{
    [Theory]
    [InlineData("plain: ä € 漢 🎥", "plain: ä € 漢 🎥")]
    [InlineData("a\r\nb\tc", "a\\r\\nb\\tc")]
    [InlineData("\u001b[31mred\u0007\0", "\\x1b[31mred\\x07\\x00")]
    [InlineData("\u009b31m\u007f", "\\x9b31m\\x7f")]
    [InlineData("line\u2028end", "line\\u2028end")]
    [InlineData("txt.\u202egpj", "txt.\\u202egpj")]
    public void What_could_end_the_line_or_steer_a_terminal_is_escaped(string text, string line) =>
        LogText.OneLine(text).ShouldBe(line);

    [Fact]
    public void A_lone_surrogate_is_escaped_and_a_pair_is_not() =>
        LogText.OneLine("\ud83d \ud83c\udfa5 \udfa5").ShouldBe("\\ud83d \ud83c\udfa5 \\udfa5");

    [Fact]
    public void Any_text_becomes_one_printable_line_and_is_then_left_alone() =>
        Check.QuickThrowOnFailure(Prop.ForAll(
            Gen.Choose(0, char.MaxValue).ArrayOf().Select(c => new string([.. c.Select(x => (char)x)])).ToArbitrary(),
            text =>
            {
                string line = LogText.OneLine(text);
                return !line.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029') && LogText.OneLine(line) == line;
            }));
}
