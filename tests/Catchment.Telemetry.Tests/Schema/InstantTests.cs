using Catchment.Telemetry.Schema;

namespace Catchment.Telemetry.Tests.Schema;

public sealed class InstantTests
{
    [Fact]
    public void File_times_are_rounded_as_they_always_were()
    {
        foreach (var time in Vectors.Json("mtimes.json").EnumerateArray())
            Instant.Text(Instant.OfFile((time.GetProperty("sec").GetInt64() * 1_000_000_000) + time.GetProperty("nsec").GetInt64())).ShouldBe(time.GetProperty("stored").Time(), time.GetRawText());
    }

    [Theory]
    [InlineData(0, "1970-01-01 00:00:00.000000+00:00")]
    [InlineData(-1, "1969-12-31 23:59:59.999999+00:00")]
    [InlineData(1713220250997960, "2024-04-15 22:30:50.997960+00:00")]
    public void Texts_are_times_and_back(long microseconds, string text)
    {
        Instant.Text(microseconds).ShouldBe(text);
        Instant.Parse(text).ShouldBe(microseconds);
    }
}
