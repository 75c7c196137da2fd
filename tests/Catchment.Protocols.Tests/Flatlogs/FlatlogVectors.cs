using System.Text;
using System.Text.Json;

namespace Catchment.Protocols.Tests.Flatlogs;

/// <summary>Flatlog files of the instrument's own writers and of flatc, the lines that its dump tool prints, and the rows that they mean.</summary>
public static class FlatlogVectors
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Flatlogs", "Vectors");

    public static TheoryData<string> Flatlogs => [.. Manifest("bintel").Select(f => f.GetProperty("file").GetString()!)];

    public static TheoryData<string> Ndjson => [.. Manifest("ndjson").Select(f => f.GetProperty("file").GetString()!)];

    public static JsonElement Json(string name)
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Root, name)));
        return file.RootElement.Clone();
    }

    public static IEnumerable<JsonElement> Manifest(string folder) => Json($"{folder}/manifest.json").EnumerateArray();

    public static byte[] Bytes(string folder, string file) => File.ReadAllBytes(Path.Combine(Root, folder, file));

    public static string Lines(string file) => File.ReadAllText(Path.Combine(Root, "bintel", Path.ChangeExtension(file, ".jsonl")), Encoding.UTF8);

    /// <summary>The rows: time, event code, and the message's text; null: any.</summary>
    public static (string Time, string EventCode, string? Message)[] Rows(string folder, string file) =>
        [.. Json($"{folder}/{file.Replace(".ndjson.gz", "", StringComparison.Ordinal).Replace(".bintel", "", StringComparison.Ordinal)}.rows.json").EnumerateArray()
            .Select(r => (r.GetProperty("ts").GetString()!, r.GetProperty("ec").GetString()!, r.GetProperty("msg").GetString()))];

    /// <summary>A time as the vectors spell it.</summary>
    public static string Text(DateTime time) => time.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ");
}
