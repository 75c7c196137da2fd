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
    public const int MaxBytes = ConfigurationText.MaxBytes;

    /// <summary>The deepest nesting of lists and mappings, aliases followed.</summary>
    public const int MaxNesting = 100;

    /// <summary>How many nodes all aliases of one text may stand for together.</summary>
    public const int MaxAliasedNodes = 100_000;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">How messages call it; the path when null.</param>
    /// <exception cref="ConfigurationException">The file is missing, unreadable, too long or not YAML.</exception>
    public static YamlDocument ReadFile(string path, string? name = null)
    {
        var origin = ConfigurationOrigin.File(name ?? path);
        return Parse(ConfigurationText.ReadFile(path, origin, "YAML"), origin);
    }

    /// <summary>Reads the bytes of a file: UTF-8, or UTF-16 when they start with its byte order mark.</summary>
    /// <param name="bytes">The content.</param>
    /// <param name="file">How messages call the file.</param>
    /// <exception cref="ConfigurationException">The bytes are no text or no YAML.</exception>
    public static YamlDocument Read(ReadOnlySpan<byte> bytes, string file)
    {
        var origin = ConfigurationOrigin.File(file);
        return Parse(ConfigurationText.Decode(bytes, origin), origin);
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
            throw ConfigurationText.TooLong(origin);
        return Parse(text.StartsWith('\uFEFF') ? text[1..] : text, origin);
    }

    private static YamlDocument Parse(string text, ConfigurationOrigin origin)
    {
        ConfigurationText.RefuseControlCharacters(text, origin);
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
}
