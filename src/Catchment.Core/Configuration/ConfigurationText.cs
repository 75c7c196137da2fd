using System.Globalization;
using System.Text;

namespace Catchment.Core.Configuration;

/// <summary>The text of a configuration file, whatever its format; bounded, and with messages that name the place.</summary>
internal static class ConfigurationText
{
    /// <summary>The longest file that is read, in bytes.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="origin">The file, for messages.</param>
    /// <param name="format">What is expected in it, for messages.</param>
    /// <exception cref="ConfigurationException">It is missing, unreadable, too long, or no text.</exception>
    public static string ReadFile(string path, ConfigurationOrigin origin, string format)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return Decode(ReadBounded(stream, origin), origin);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ConfigurationException(origin, "no such file", $"a readable {format} file", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ConfigurationException(
                origin, $"a file that cannot be read ({exception.Message})", $"a readable {format} file", exception);
        }
    }

    /// <summary>The text of a file's bytes: UTF-8, or UTF-16 when they start with its byte order mark.</summary>
    /// <exception cref="ConfigurationException">They are too many, or no text.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes, ConfigurationOrigin origin)
    {
        if (bytes.Length > MaxBytes)
            throw TooLong(origin);
        var (encoding, mark) = bytes switch
        {
            [0xEF, 0xBB, 0xBF, ..] => ((Encoding)StrictUtf8, 3),
            [0xFF, 0xFE, ..] => (new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true), 2),
            [0xFE, 0xFF, ..] => (new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true), 2),
            _ => (StrictUtf8, 0),
        };
        try
        {
            return encoding.GetString(bytes[mark..]);
        }
        catch (DecoderFallbackException exception)
        {
            var good = bytes.Slice(mark, Math.Clamp(exception.Index, 0, bytes.Length - mark));
            var line = good.Count((byte)'\n') + 1;
            throw new ConfigurationException(
                origin.At(line, good.Length - good.LastIndexOf((byte)'\n')), "a byte that is no character", "UTF-8 text", exception);
        }
    }

    /// <summary>Refuses what no person has written.</summary>
    /// <exception cref="ConfigurationException">There is a control character.</exception>
    public static void RefuseControlCharacters(string text, ConfigurationOrigin origin)
    {
        var (line, lineStart) = (1, 0);
        for (var index = 0; index < text.Length; index++)
        {
            var character = text[index];
            if (character == '\n')
                (line, lineStart) = (line + 1, index + 1);
            if (IsPrintable(text, index))
                continue;
            var code = ((int)character).ToString("X4", CultureInfo.InvariantCulture);
            throw new ConfigurationException(
                origin.At(line, index - lineStart + 1), $"the control character U+{code}", "printable characters, line ends and tabs");
        }
    }

    /// <summary>What to throw when a text is too long.</summary>
    public static ConfigurationException TooLong(ConfigurationOrigin origin) =>
        new(origin, $"more than {MaxBytes / (1024 * 1024)} MiB", $"at most {MaxBytes / (1024 * 1024)} MiB");

    private static byte[] ReadBounded(Stream stream, ConfigurationOrigin origin)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[81920];
        int count;
        while ((count = stream.Read(chunk)) > 0)
        {
            if (buffer.Length + count > MaxBytes)
                throw TooLong(origin);
            buffer.Write(chunk, 0, count);
        }

        return buffer.ToArray();
    }

    // YAML 1.1, section 4.1.1 (c-printable); surrogates count only in pairs.
    private static bool IsPrintable(string text, int index) => text[index] switch
    {
        '\t' or '\n' or '\r' or '\u0085' => true,
        < ' ' or '\u007F' or (> '\u0085' and < '\u00A0') or '\uFFFE' or '\uFFFF' => false,
        >= '\u0080' and < '\u0085' => false,
        var high when char.IsHighSurrogate(high) => index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]),
        var low when char.IsLowSurrogate(low) => index > 0 && char.IsHighSurrogate(text[index - 1]),
        _ => true,
    };
}
