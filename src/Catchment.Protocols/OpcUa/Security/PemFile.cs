using System.Security.Cryptography;

namespace Catchment.Protocols.OpcUa.Security;

/// <summary>Reads files that hold DER, or any number of PEM blocks of it.</summary>
internal static class PemFile
{
    /// <summary>The most bytes that a file may have: a long revocation list.</summary>
    public const int MaxLength = 16 << 20;

    private const byte SequenceTag = 0x30;

    /// <summary>Reads a file whole.</summary>
    /// <exception cref="IOException">It cannot be read, or is too long.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be read.</exception>
    public static byte[] ReadBounded(string path)
    {
        using var file = File.OpenHandle(path);
        var length = RandomAccess.GetLength(file);
        if (length > MaxLength)
            throw new IOException($"it has {length} bytes; {MaxLength} are read at most");
        var content = new byte[length];
        var read = 0;
        while (read < content.Length)
        {
            var now = RandomAccess.Read(file, content.AsSpan(read), read);
            if (now == 0)
                throw new IOException("it became shorter while it was read");
            read += now;
        }

        return content;
    }

    /// <summary>The DER parts of a file.</summary>
    /// <param name="content">The file: one DER part, or text with PEM blocks.</param>
    /// <param name="label">The PEM blocks that count, for example <c>CERTIFICATE</c>.</param>
    public static IReadOnlyList<byte[]> Decode(byte[] content, string label)
    {
        if (content is [SequenceTag, ..])
            return [content];
        List<byte[]> parts = [];
        var rest = content.AsSpan();
        while (PemEncoding.TryFindUtf8(rest, out var fields))
        {
            if (System.Text.Encoding.UTF8.GetString(rest[fields.Label]) == label)
                parts.Add(Convert.FromBase64String(System.Text.Encoding.ASCII.GetString(rest[fields.Base64Data])));
            rest = rest[fields.Location.End..];
        }

        return parts;
    }
}
