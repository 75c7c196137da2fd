using Catchment.Core.Configuration.Binding;
using FsCheck;
using FsCheck.Fluent;

namespace Catchment.Core.Tests.Configuration.Binding;

public sealed class DurationTests
{
    [Theory]
    [InlineData("200 ms", 0.2)]
    [InlineData("5 s", 5)]
    [InlineData("1.5s", 1.5)]
    [InlineData("2 min", 120)]
    [InlineData("1 h", 3600)]
    [InlineData("1 d", 86400)]
    public void Durations_are_read_with_their_units(string text, double seconds)
    {
        Duration.TryParse(text, out var duration).ShouldBeTrue();
        duration.TotalSeconds.ShouldBe(seconds);
    }

    [Theory]
    [InlineData("30", 30)]
    [InlineData("0.5", 0.5)]
    [InlineData("30s", 30)]
    [InlineData("5 min", 300)]
    public void On_a_command_line_a_number_alone_is_seconds(string text, double seconds)
    {
        Duration.TryRead(text, out var duration).ShouldBeTrue();
        duration.TotalSeconds.ShouldBe(seconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("1e3")]
    [InlineData("999999999999999999")]
    [InlineData("soon")]
    public void On_a_command_line_what_is_no_duration_is_refused(string text) => Duration.TryRead(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("5")]
    [InlineData("s")]
    [InlineData("-1 s")]
    [InlineData("5 m")]
    [InlineData("5 S")]
    [InlineData("99999999999 d")]
    public void What_is_no_duration_is_refused(string text) => Duration.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Every_duration_is_written_so_that_it_reads_back() =>
        Prop.ForAll(ArbMap.Default.ArbFor<long>().Filter(static ticks => ticks >= 0), static ticks =>
            Duration.TryParse(Duration.Format(TimeSpan.FromTicks(ticks)), out var duration) && duration.Ticks == ticks).QuickCheckThrowOnFailure();
}
