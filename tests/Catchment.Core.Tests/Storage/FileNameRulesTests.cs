using Catchment.Core.Storage;

namespace Catchment.Core.Tests.Storage;

public sealed class FileNameRulesTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("ß")]
    [InlineData("名")]
    [InlineData(" ")]
    [InlineData(".")]
    [InlineData("\\")]
    [InlineData("\"")]
    [InlineData("😀")]
    public void What_can_be_seen_is_allowed(string text) => FileNameRules.IsAllowed(text.EnumerateRunes().First()).ShouldBeTrue();

    [Theory]
    [InlineData("/")]
    [InlineData("\0")]
    [InlineData("\n")]
    [InlineData("\x1b")]
    [InlineData("\x7f")]
    [InlineData("\u0085")]
    [InlineData("\u202e")]
    [InlineData("\u2028")]
    [InlineData("\ue000")]
    [InlineData("\ufffd")]
    public void A_slash_and_what_cannot_be_seen_is_not(string text) => FileNameRules.IsAllowed(text.EnumerateRunes().First()).ShouldBeFalse();
}
