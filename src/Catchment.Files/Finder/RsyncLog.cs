using System.Text;
using System.Text.Unicode;

namespace Catchment.Files.Finder;

/// <summary>
/// Reads a transfer log: of each line that tells of a new file the third field. A bad line is told and skipped; whatever the bytes are, memory
/// is bounded, and nothing is thrown but what the stream throws.
/// </summary>
/// <remarks>Source: <c>files</c> 4.3 step 5, 11 (D8, D9).</remarks>
internal static class RsyncLog
{
    /// <summary>The longest line that is read, in bytes: a path has at most 4096.</summary>
    internal const int LongestLine = 64 * 1024;

    private const int FieldOfPath = 2;

    private static ReadOnlySpan<byte> Mark => "<f+++++++++"u8;

    /// <summary>Reads it.</summary>
    /// <param name="log">The log, from its beginning.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal static IEnumerable<RsyncLogLine> Read(Stream log)
    {
        var buffer = new byte[LongestLine];
        var filled = 0;
        long number = 1;
        var isTooLong = false; // What is in the buffer goes on from a line whose beginning was thrown away.
        var isEnd = false;
        while (!isEnd)
        {
            var read = log.Read(buffer, filled, buffer.Length - filled);
            isEnd = read == 0;
            filled += read;
            var start = 0;
            while (NextLine(buffer.AsSpan(start, filled - start), isEnd) is { } line)
            {
                if (!isTooLong && Parse(buffer.AsSpan(start, line.Length), number) is { } found)
                    yield return found;
                isTooLong = false;
                start += line.Taken;
                number++;
            }

            buffer.AsSpan(start, filled - start).CopyTo(buffer);
            filled -= start;
            if (filled < buffer.Length)
                continue;
            if (!isTooLong)
                yield return new RsyncLogLine(number, null, $"it has more than {LongestLine} bytes");
            isTooLong = true;
            filled = buffer[^1] == (byte)'\r' ? 1 : 0; // It may be the half of a line's end.
            buffer[0] = (byte)'\r';
        }
    }

    /// <summary>The next line of a buffer; null: its end is not there yet. A line ends as Python's do: with \n, \r\n or \r.</summary>
    private static (int Length, int Taken)? NextLine(ReadOnlySpan<byte> bytes, bool isEnd)
    {
        var end = bytes.IndexOfAny((byte)'\n', (byte)'\r');
        if (end < 0)
            return isEnd && !bytes.IsEmpty ? (bytes.Length, bytes.Length) : null;
        if (bytes[end] == (byte)'\n')
            return (end, end + 1);
        if (end + 1 == bytes.Length)
            return isEnd ? (end, end + 1) : null;
        return (end, bytes[end + 1] == (byte)'\n' ? end + 2 : end + 1);
    }

    private static RsyncLogLine? Parse(ReadOnlySpan<byte> line, long number)
    {
        if (line.IndexOf(Mark) < 0)
            return null;
        if (!Utf8.IsValid(line))
            return new RsyncLogLine(number, null, "it is no UTF-8 text");
        var text = Encoding.UTF8.GetString(line).AsSpan();
        for (var field = 0; ; field++)
        {
            while (!text.IsEmpty && IsBlank(text[0]))
                text = text[1..];
            if (text.IsEmpty)
                return new RsyncLogLine(number, null, "it tells of a new file and has fewer than three fields");
            var length = 1;
            while (length < text.Length && !IsBlank(text[length]))
                length++;
            if (field == FieldOfPath)
                return new RsyncLogLine(number, text[..length].ToString(), null);
            text = text[length..];
        }
    }

    /// <summary>White space as Python splits at: also the four separators of ASCII.</summary>
    private static bool IsBlank(char c) => char.IsWhiteSpace(c) || c is >= '\x1c' and <= '\x1f';
}
