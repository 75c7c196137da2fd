namespace Catchment.Protocols.ZeroMq.Wire;

/// <summary>Makes foreign bytes fit for a log line.</summary>
internal static class Printable
{
    private const int Longest = 100;

    /// <summary>The visible ASCII characters of the bytes; anything else becomes a dot, trailing zero octets go, the rest is cut.</summary>
    public static string Text(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes.TrimEnd((byte)0);
        if (bytes.Length > Longest) bytes = bytes[..Longest];
        Span<char> text = stackalloc char[Longest];
        for (var i = 0; i < bytes.Length; i++) text[i] = bytes[i] is >= 0x20 and < 0x7F ? (char)bytes[i] : '.';
        return new string(text[..bytes.Length]);
    }
}
