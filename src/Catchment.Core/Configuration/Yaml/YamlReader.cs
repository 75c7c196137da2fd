using System.Globalization;
using System.Text;
using Catchment.Core.Configuration.Yaml;
using YamlDotNet.Core;

namespace Catchment.Core.Configuration;

/// <summary>
/// Reads YAML 1.1 as the replaced programs do (specification of the file services, section 2.1): plain scalars by the
/// rules of YAML 1.1, anchors, aliases and merge keys, standard tags only, one document, the last of a repeated key
/// counts. Every size is bounded, so that no file can exhaust memory, stack or time.
/// </summary>
public static class YamlReader
{
    /// <summary>The longest file that is read, in bytes.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>The deepest nesting of lists and mappings, aliases followed.</summary>
    public const int MaxNesting = 100;

    /// <summary>How many nodes all aliases of one text may stand for together.</summary>
    public const int MaxAliasedNodes = 100_000;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">How messages call it; the path when null.</param>
    /// <exception cref="ConfigurationException">The file is missing, unreadable, too long or not YAML.</exception>
    public static YamlDocument ReadFile(string path, string? name = null)
    {
        var origin = ConfigurationOrigin.File(name ?? path);
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return Read(ReadBounded(stream, origin), origin.Name);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ConfigurationException(origin, "no such file", "a readable YAML file", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ConfigurationException(
                origin, $"a file that cannot be read ({exception.Message})", "a readable YAML file", exception);
        }
    }

    /// <summary>Reads the bytes of a file: UTF-8, or UTF-16 when they start with its byte order mark.</summary>
    /// <param name="bytes">The content.</param>
    /// <param name="file">How messages call the file.</param>
    /// <exception cref="ConfigurationException">The bytes are no text or no YAML.</exception>
    public static YamlDocument Read(ReadOnlySpan<byte> bytes, string file)
    {
        var origin = ConfigurationOrigin.File(file);
        if (bytes.Length > MaxBytes)
            throw TooLong(origin);
        return Parse(Decode(bytes, origin), origin);
    }

    /// <summary>Reads a text.</summary>
    /// <param name="text">The content.</param>
    /// <param name="file">How messages call the file.</param>
    /// <exception cref="ConfigurationException">The text is too long or no YAML.</exception>
    public static YamlDocument ReadText(string text, string file) =>
        ReadValue(text, ConfigurationOrigin.File(file));

    /// <summary>Reads one value, as it stands in an environment variable or behind the equals sign of a word.</summary>
    internal static YamlDocument ReadValue(string text, ConfigurationOrigin origin)
    {
        if (text.Length > MaxBytes)
            throw TooLong(origin);
        return Parse(text.StartsWith('\uFEFF') ? text[1..] : text, origin);
    }

    private static YamlDocument Parse(string text, ConfigurationOrigin origin)
    {
        RefuseControlCharacters(text, origin);
        using var reader = new StringReader(text);
        var scanner = new Scanner(reader, skipComments: true);
        var composer = new YamlComposer(new Parser(scanner), origin);
        try
        {
            return composer.Document();
        }
        catch (YamlException exception)
        {
            // The parser tells where the unfinished thing began; where it gave up may be lines further down.
            var message = exception.Message.ReplaceLineEndings(" ").TrimEnd('.');
            var noticed = scanner.CurrentPosition.Line;
            throw new ConfigurationException(
                composer.At(exception.Start),
                noticed > exception.Start.Line ? $"a syntax error ({message}; noticed in line {noticed})" : $"a syntax error ({message})",
                "YAML 1.1",
                exception);
        }
        catch (ArgumentException exception)
        {
            // The parser hands a tag on unchecked, and the tag's own type refuses what is no URI.
            throw new ConfigurationException(
                composer.At(scanner.CurrentPosition), $"a syntax error ({exception.Message})", YamlTags.Allowed, exception);
        }
        catch (InvalidOperationException exception)
        {
            // The scanner's own check, for example when a value inside brackets stands left of its key.
            throw new ConfigurationException(
                composer.At(scanner.CurrentPosition), "a value that stands too far left", "values further right than their key", exception);
        }
    }

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

    private static string Decode(ReadOnlySpan<byte> bytes, ConfigurationOrigin origin)
    {
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

    private static void RefuseControlCharacters(string text, ConfigurationOrigin origin)
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

    private static ConfigurationException TooLong(ConfigurationOrigin origin) =>
        new(origin, $"more than {MaxBytes / (1024 * 1024)} MiB", $"at most {MaxBytes / (1024 * 1024)} MiB");
}
