using System.Text.Json;
using Catchment.Telemetry.Schema;

namespace Catchment.Telemetry.Tests;

/// <summary>The captured examples.</summary>
internal static class Vectors
{
    internal static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Vectors", name);

    internal static JsonElement Json(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(PathOf(name)));
        return document.RootElement.Clone();
    }

    /// <summary>A time of a vector, <c>2024-04-15T22:30:50.997960Z</c>, as the tables' texts have it.</summary>
    internal static string Time(this JsonElement time) => Instant.Text(Instant.Of(time.GetDateTime().ToUniversalTime()));

    internal static string Text(this JsonElement item, string key) => item.GetProperty(key).GetString()!;
}
