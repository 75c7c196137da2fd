using System.IO.Compression;
using System.Text.Json;

namespace Catchment.Protocols.Tests.Pickle;

/// <summary>What the original pump replied, what that means, and the same as pickles without pandas' internals; captured.</summary>
public static class PickleVectors
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Pickle", "Vectors");

    public static TheoryData<string> Frames => [.. Names("pandas.DataFrame")];

    public static TheoryData<string> TextLists => [.. Names("list of str")];

    public static TheoryData<string> TimeLists => [.. Names("list of datetime.datetime")];

    /// <summary>The decoded value, the portable pickle, and the original's; both without compression.</summary>
    public static (JsonElement Decoded, byte[] Portable, byte[] Original) Load(string name)
    {
        var found = Cases().Single(c => c.GetProperty("name").GetString() == name);
        var portable = Read(found.GetProperty("portable").GetProperty("file").GetString()!);
        var original = Read(found.GetProperty("reply")[1].GetProperty("file").GetString()!);
        return (found.GetProperty("decoded"), portable, original);
    }

    public static byte[][] Pickles() =>
        [.. Cases().Where(c => c.TryGetProperty("portable", out _)).Select(c => Load(c.GetProperty("name").GetString()!)).SelectMany(v => new[] { v.Portable, v.Original })];

    public static IEnumerable<JsonElement> Cases()
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "replies.json")));
        return [.. file.RootElement.GetProperty("cases").EnumerateArray().Select(c => c.Clone())];
    }

    private static IEnumerable<string> Names(string type) => Cases()
        .Where(c => c.TryGetProperty("portable", out _) && c.GetProperty("decoded").GetProperty("type").GetString() == type)
        .Select(c => c.GetProperty("name").GetString()!);

    private static byte[] Read(string file)
    {
        const byte Zlib = 0x78;
        var bytes = File.ReadAllBytes(Path.Combine(Folder, file));
        if (bytes[0] != Zlib) return bytes;
        using var plain = new MemoryStream();
        using (var zlib = new ZLibStream(new MemoryStream(bytes), CompressionMode.Decompress)) zlib.CopyTo(plain);
        return plain.ToArray();
    }
}
