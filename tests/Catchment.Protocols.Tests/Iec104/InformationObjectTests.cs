using Catchment.Protocols.Iec104;

namespace Catchment.Protocols.Tests.Iec104;

public sealed class InformationObjectTests
{
    [Theory]
    [InlineData(1, 32767, QualityDescriptor.None)]
    [InlineData(-1, -32768, QualityDescriptor.None)]
    [InlineData(0.5, 16384, QualityDescriptor.None)]
    [InlineData(1.0001, 32767, QualityDescriptor.Overflow)]
    [InlineData(double.NegativeInfinity, -32768, QualityDescriptor.Overflow)]
    [InlineData(double.NaN, 0, QualityDescriptor.Invalid)]
    public void A_normalized_value_is_rounded_and_limited(double value, int bits, QualityDescriptor quality)
    {
        var one = InformationObject.OfNormalized(7, value);
        (one.Bits, one.Quality).ShouldBe((bits, quality));
    }

    [Theory]
    [InlineData(32767.9, 32767, QualityDescriptor.None)]
    [InlineData(32768, 32767, QualityDescriptor.Overflow)]
    [InlineData(-32768.9, -32768, QualityDescriptor.None)]
    [InlineData(-1e300, -32768, QualityDescriptor.Overflow)]
    [InlineData(double.NaN, 0, QualityDescriptor.Invalid)]
    public void A_scaled_value_is_cut_and_limited(double value, short scaled, QualityDescriptor quality)
    {
        var one = InformationObject.OfScaled(7, value);
        (one.Scaled, one.Quality).ShouldBe((scaled, quality));
    }

    [Theory]
    [InlineData(1e39, float.MaxValue, QualityDescriptor.Overflow)]
    [InlineData(-1e39, float.MinValue, QualityDescriptor.Overflow)]
    [InlineData(double.NaN, 0f, QualityDescriptor.Invalid)]
    [InlineData(0.1, 0.1f, QualityDescriptor.None)]
    public void A_short_floating_point_number_is_always_a_number(double value, float expected, QualityDescriptor quality)
    {
        var one = InformationObject.OfFloat(7, value);
        (one.ShortFloat, one.Quality).ShouldBe((expected, quality));
    }

    [Theory]
    [InlineData(-64, -64, QualityDescriptor.None)]
    [InlineData(63, 63, QualityDescriptor.None)]
    [InlineData(64, 63, QualityDescriptor.Overflow)]
    [InlineData(-1, -1, QualityDescriptor.None)]
    public void A_step_position_has_seven_bits(int position, int expected, QualityDescriptor quality)
    {
        var one = InformationObject.Step(7, position, isTransient: true);
        (one.StepPosition, one.IsTransient, one.Quality).ShouldBe((expected, true, quality));
    }

    [Fact]
    public void A_counter_that_goes_beyond_its_bits_tells_its_carry()
    {
        var one = InformationObject.IntegratedTotal(7, 0x1_0000_0002, sequence: 33);
        (one.Counter, one.CounterSequence, one.HasCarry, one.IsAdjusted).ShouldBe((2, 1, true, false));
        InformationObject.IntegratedTotal(7, -5, isInvalid: true).Quality.ShouldBe(QualityDescriptor.Invalid);
    }

    [Fact]
    public void A_command_is_selected_by_one_bit()
    {
        var one = InformationObject.SingleCommand(7, isOn: true, pulse: 3);
        (one.IsSelect, one.PulseQualifier, one.IsOn).ShouldBe((false, 3, true));
        var selected = one.AsSelect(select: true);
        (selected.IsSelect, selected.PulseQualifier).ShouldBe((true, 3));
        selected.AsSelect(select: false).ShouldBe(one);
        InformationObject.StepCommand(7, RegulatingStep.Higher).RegulatingStep.ShouldBe(RegulatingStep.Higher);
        InformationObject.DoubleCommand(7, isOn: false).DoublePoint.ShouldBe(DoublePoint.Off);
    }
}
