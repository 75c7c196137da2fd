using System.Text;
using Catchment.Cameras.Events.Csv;

namespace Catchment.Cameras.Tests.Events;

public sealed class CsvValuesTests
{
    [Theory]
    [InlineData("2024-05-01T07:32:12.Z")]
    [InlineData("2024-05-01T07:32:12.5Z")]
    [InlineData("2024-05-01T07:32:12.50Z")]
    [InlineData("2024-05-01T07:32:12.x00")]
    [InlineData("2024-05-01T07:32:12.85602x")]
    [InlineData("2024-05-01T07:32:12.")]
    [InlineData("2024-05-01T07:32:1x")]
    [InlineData("2024-05-01T0x:32:12")]
    [InlineData("2024-0x-01T07:32:12")]
    [InlineData("x024-05-01T07:32:12")]
    [InlineData("2024-02-30T07:32:12")]
    public void A_character_that_is_no_digit_makes_a_time_none_wherever_it_stands(string text) =>
        CsvValues.TryReadTime(Encoding.ASCII.GetBytes(text), out _, out _).ShouldBeFalse();

    [Theory]
    [InlineData("2024-05-01T07:32:12", 0, 0)]
    [InlineData("2024-05-01 07:32:12.5", 5_000_000, 0)]
    [InlineData("2024-05-01T07:32:12.856029", 8_560_290, 0)]
    [InlineData("2024-05-01T07:32:12.123456789", 1_234_567, 89)]
    public void A_fraction_is_read_to_the_nanosecond(string text, int ticks, int nanoseconds)
    {
        CsvValues.TryReadTime(Encoding.ASCII.GetBytes(text), out var time, out var beyond).ShouldBeTrue();
        time.ShouldBe(new DateTime(2024, 5, 1, 7, 32, 12).AddTicks(ticks));
        beyond.ShouldBe((byte)nanoseconds);
    }
}
