using System.Security.Cryptography;
using System.Text.Json;

namespace Catchment.DataFeed.Tests;

/// <summary>What the original pump replied, and pumps in Python that reply the same.</summary>
internal static class PumpVectors
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Vectors");

    public static JsonElement Decoded(string name)
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "replies.json")));
        return file.RootElement.GetProperty("cases").EnumerateArray().Single(c => c.GetProperty("name").GetString() == name).GetProperty("decoded").Clone();
    }

    /// <summary>Starts a pump; it ends with the returned peer.</summary>
    public static (PythonPeer Pump, string Address) Start(string payloads = "portable", int milliseconds = 0)
    {
        var pump = PythonPeer.Start("pump.py", Folder, payloads, $"{milliseconds}");
        return (pump, $"tcp://127.0.0.1:{pump.ReadLine()}");
    }

    public static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
