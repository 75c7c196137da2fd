using System.Globalization;
using System.Text.Json;
using Catchment.Files.Tables;

namespace Catchment.Files.Tests.Tables;

public sealed class LocalTimeTests
{
    private static readonly JsonElement Vectors = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Tables", "Vectors", "sqlite_values.json"))).RootElement;

    [Fact]
    public void Times_and_durations_are_written_as_the_original_does()
    {
        foreach (var vector in Vectors.GetProperty("written").EnumerateArray())
        {
            var written = vector.TryGetProperty("seconds", out var seconds)
                ? LocalTime.SqliteDuration(TimeSpan.FromMicroseconds(Math.Round(seconds.GetDouble() * 1_000_000)))
                : LocalTime.Text(LocalTime.Of(DateTime.Parse(vector.GetProperty("value").GetString()!, CultureInfo.InvariantCulture)));
            written.ShouldBe(vector.GetProperty("stored").GetString());
        }
    }

    [Fact]
    public void Times_are_read_as_the_original_does()
    {
        foreach (var vector in Vectors.GetProperty("read").EnumerateArray())
        {
            var read = LocalTime.Parse(vector.GetProperty("stored").GetString());
            if (vector.TryGetProperty("error", out _))
                read.ShouldBeNull(vector.ToString());
            else
                LocalTime.At(read!.Value).ShouldBe(DateTime.Parse(vector.GetProperty("value").GetString()!, CultureInfo.InvariantCulture), vector.ToString());
        }
    }
}
