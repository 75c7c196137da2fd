using System.Text.Json;

namespace Catchment.Protocols.Tests.ImageZmq;

/// <summary>What the Python sender puts on the wire, captured.</summary>
public static class ImageZmqVectors
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "ImageZmq", "Vectors");

    public static TheoryData<string> Names => [.. Cases().Select(c => c.GetProperty("name").GetString()!)];

    public static (JsonElement Case, byte[] Header, byte[] Payload) Load(string name)
    {
        var found = Cases().Single(c => c.GetProperty("name").GetString() == name);
        return (found, Convert.FromHexString(found.GetProperty("frame1_hex").GetString()!),
            File.ReadAllBytes(Path.Combine(Folder, found.GetProperty("frame2_file").GetString()!)));
    }

    public static byte[][] Headers() => [.. Cases().Select(c => Load(c.GetProperty("name").GetString()!).Header)];

    private static IEnumerable<JsonElement> Cases()
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "messages.json")));
        return [.. file.RootElement.GetProperty("cases").EnumerateArray().Select(c => c.Clone())];
    }
}
