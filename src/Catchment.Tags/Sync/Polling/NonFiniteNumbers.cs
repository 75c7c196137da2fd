namespace Catchment.Tags.Sync.Polling;

/// <summary>The literals <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c>, which Python writes and JSON does not know. Source: <c>tags</c> 2.2.</summary>
internal static class NonFiniteNumbers
{
    /// <summary>What JSON's readers take for infinite.</summary>
    private static ReadOnlySpan<byte> Infinite => "1e999"u8;

    /// <summary>Writes a number beyond a double in the place of each literal.</summary>
    /// <param name="json">A body.</param>
    /// <returns>The body with numbers; null: there is no such literal.</returns>
    internal static byte[]? Rewrite(ReadOnlySpan<byte> json)
    {
        MemoryStream? rewritten = null;
        var copied = 0;
        var isText = false;
        for (var i = 0; i < json.Length; i++)
        {
            var b = json[i];
            if (isText)
            {
                if (b == (byte)'\\')
                    i++;
                else
                    isText = b != (byte)'"';
            }
            else if (b == (byte)'"')
            {
                isText = true;
            }
            else if (b is (byte)'N' or (byte)'I' && Literal(json[i..]) is > 0 and var length)
            {
                rewritten ??= new MemoryStream(json.Length + 1024);
                rewritten.Write(json[copied..i]);
                rewritten.Write(Infinite);
                i += length - 1;
                copied = i + 1;
            }
        }

        rewritten?.Write(json[copied..]);
        return rewritten?.ToArray();
    }

    private static int Literal(ReadOnlySpan<byte> json) =>
        json.StartsWith("NaN"u8) ? 3 : json.StartsWith("Infinity"u8) ? 8 : 0;
}
