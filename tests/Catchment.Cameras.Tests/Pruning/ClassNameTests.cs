using Catchment.Cameras.Pruning;
using FsCheck;
using FsCheck.Fluent;

namespace Catchment.Cameras.Tests.Pruning;

public sealed class ClassNameTests
{
    [Theory]
    [InlineData("28.4 mph: R-to-L", 28.4)]
    [InlineData("28.4 mph", 28.4)]
    [InlineData("28", 28.0)]
    [InlineData("R-to-L", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    [InlineData("NaN mph", null)]
    public void A_speed_is_the_first_word(string? text, double? speed)
    {
        SeenSpeed.Read(text).ShouldBe(speed);
    }

    [Theory]
    [InlineData("Ann: 99.61% (0.512345|-0.120001|1|1)", 0.9961, true)]
    [InlineData("Ann Lee, Dr.: 0.00% (1.0|0.2|0|1)", 0.0, false)]
    [InlineData("a:b: 50% (||0|)", 0.5, false)]
    public void A_recognition_is_read_whatever_the_name(string text, double confidence, bool isUsable)
    {
        SeenFace.TryRead(text, out var face).ShouldBeTrue();
        face.Confidence.ShouldBe(confidence, 1e-9);
        face.IsUsable.ShouldBe(isUsable);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(")")]
    [InlineData("()")]
    [InlineData("Face")]
    [InlineData("Ann: 99.61%")]
    [InlineData("Ann: 99.61 (0.5|0.1|1|1)")]
    [InlineData("Ann: 99.61% (0.5|0.1|1)")]
    [InlineData("Ann: 99.61% (0.5|0.1|1|1|1)")]
    [InlineData("Ann: x% (0.5|0.1|1|1)")]
    [InlineData("% (0.5|0.1|1|1)")]
    public void Another_form_is_none(string? text)
    {
        SeenFace.TryRead(text, out _).ShouldBeFalse();
    }

    [Fact]
    public void What_is_written_is_read_back_and_nothing_throws()
    {
        Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), ArbMap.Default.ArbFor<int>(), ArbMap.Default.ArbFor<bool>(), (name, number, usable) =>
        {
            _ = SeenSpeed.Read(name.Get);
            _ = SeenFace.TryRead(name.Get, out _);
            var percentage = Math.Abs((double)number % 10_001) / 100;
            SeenFace.TryRead($"{name.Get}: {percentage:0.00}% (0.5|-0.1|{(usable ? 1 : 0)}|1)", out var face).ShouldBeTrue();
            face.Confidence.ShouldBe(percentage / 100, 1e-4);
            face.IsUsable.ShouldBe(usable);
            SeenSpeed.Read($"{percentage:0.0} mph: {name.Get}").ShouldNotBeNull();
        }));
    }
}
