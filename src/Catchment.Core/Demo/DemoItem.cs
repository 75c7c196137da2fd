using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace Catchment.Core.Demo;

/// <summary>One item that a demo source has sent, or tried to send.</summary>
/// <param name="Source">The source's name, such as <c>cameras</c>.</param>
/// <param name="Item">What tells it from the others of its source: a camera, an event's text, a path, a device with a time.</param>
/// <param name="Began">When it was first sent.</param>
public sealed record DemoItem(string Source, string Item, DateTimeOffset Began)
{
    /// <summary>The SHA-256 of its bytes, in hexadecimal digits; null: the item is all there is.</summary>
    public string? Bytes { get; init; }

    /// <summary>What the node said to it, such as <c>OK</c>; of what is only published or written, what became of it; null: no answer came.</summary>
    public string? Answer { get; init; }

    /// <summary>How often it was sent: one that is not answered is sent again.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>From the beginning of the last attempt to its answer.</summary>
    [JsonPropertyName("ms")]
    public double Milliseconds { get; init; }

    /// <summary>What <see cref="Bytes"/> is.</summary>
    /// <param name="bytes">An item's bytes.</param>
    public static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
