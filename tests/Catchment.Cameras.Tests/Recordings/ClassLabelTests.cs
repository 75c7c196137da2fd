using Catchment.Cameras.Recordings;
using FsCheck;
using FsCheck.Fluent;

namespace Catchment.Cameras.Tests.Recordings;

public sealed class ClassLabelTests
{
    [Theory]
    [InlineData("person: 0.9876", "person")]
    [InlineData("person: 98.11%", "person")]
    [InlineData(" Ann : 99.61% (0.512345|-0.120001|1|1)", "Ann")]
    [InlineData("Face", "Face")]
    [InlineData("28.4 mph: R-to-L", "R-to-L")]
    [InlineData("R-to-L", "R-to-L")]
    [InlineData("28.4 mph", null)]
    [InlineData("42", null)]
    [InlineData("3d-printer: 0.5", "3d-printer")]
    [InlineData("", null)]
    [InlineData(": 0.5", null)]
    [InlineData("5:", null)]
    public void The_label_is_what_is_named(string className, string? label) => ClassLabel.Of(className).ShouldBe(label);

    [Fact]
    public void Any_text_gives_a_short_one_that_a_database_holds() => Prop.ForAll<string>(text =>
    {
        if (ClassLabel.Of(text) is not { } label)
            return;
        label.Length.ShouldBeInRange(1, 100);
        label.ShouldNotContain('\0');
        new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true).GetByteCount(label).ShouldBeGreaterThan(0);
    }).QuickCheckThrowOnFailure();
}
