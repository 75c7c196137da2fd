
namespace Catchment.Tags.Ipc;

/// <summary>
/// Python's clients can send <c>NaN</c> and <c>Infinity</c>, which are no JSON. Written as a number beyond every double they fail the conversion of their own value and of
/// no other. Source: <c>tags</c> 2.2.
/// </summary>
internal static class PythonLiterals
{
    private static readonly byte[] Beyond = "1e999"u8.ToArray();

    /// <summary>The line with such literals replaced; null: it has none.</summary>
    internal static byte[]? Replace(ReadOnlySpan<byte> line)
    {
        MemoryStream? replaced = null;
        var done = 0;
        for (var at = 0; at < line.Length; at++)
        {
            if (line[at] == (byte)'"')
            {
                at = EndOfText(line, at);
                continue;
            }

            var length = LiteralAt(line[at..]);
            if (length == 0)
                continue;
            replaced ??= new MemoryStream(line.Length);
            replaced.Write(line[done..at]);
            replaced.Write(Beyond);
            at += length - 1;
            done = at + 1;
        }

        replaced?.Write(line[done..]);
        return replaced?.ToArray();
    }

    private static int LiteralAt(ReadOnlySpan<byte> line) => line[0] switch
    {
        (byte)'N' when line.StartsWith("NaN"u8) => "NaN"u8.Length,
        (byte)'I' when line.StartsWith("Infinity"u8) => "Infinity"u8.Length,
        _ => 0,
    };

    private static int EndOfText(ReadOnlySpan<byte> line, int at)
    {
        for (at++; at < line.Length && line[at] != (byte)'"'; at++)
        {
            if (line[at] == (byte)'\\')
                at++;
        }

        return at;
    }
}
