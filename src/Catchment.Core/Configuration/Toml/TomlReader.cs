using System.Globalization;
using System.Text;
using Catchment.Core.Configuration.Binding;
using Catchment.Core.Configuration.Toml;

namespace Catchment.Core.Configuration;

/// <summary>
/// Reads the TOML 1.0 that instruments write: bare, quoted and dotted keys, tables and inline tables, strings in one line, whole
/// numbers in decimal, numbers with a point, truth values, arrays. Refused with a message that says so: strings over several lines,
/// dates, numbers to other bases, arrays of tables. Every size is bounded.
/// </summary>
/// <remarks>Source: <c>telemetry</c> 3.</remarks>
public static class TomlReader
{
    /// <summary>The deepest nesting of arrays and tables.</summary>
    public const int MaxNesting = 100;

    private const string Format = "TOML";
    private const string Values = "a string in quotes, a number, true, false, an array in [brackets] or a table in {braces}";

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">How messages call it; the path when null.</param>
    /// <exception cref="ConfigurationException">The file is missing, unreadable, too long or not TOML.</exception>
    public static ConfigurationMapping ReadFile(string path, string? name = null)
    {
        var origin = ConfigurationOrigin.File(name ?? path);
        return Parse(ConfigurationText.ReadFile(path, origin, Format), origin);
    }

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="bytes">The content.</param>
    /// <param name="file">How messages call the file.</param>
    /// <exception cref="ConfigurationException">The bytes are no text or no TOML.</exception>
    public static ConfigurationMapping Read(ReadOnlySpan<byte> bytes, string file)
    {
        var origin = ConfigurationOrigin.File(file);
        return Parse(ConfigurationText.Decode(bytes, origin), origin);
    }

    private static ConfigurationMapping Parse(string text, ConfigurationOrigin origin)
    {
        ConfigurationText.RefuseControlCharacters(text, origin);
        var cursor = new TomlCursor(text.Replace("\r\n", "\n", StringComparison.Ordinal), origin);
        var root = new TomlTable(origin);
        var table = root;
        while (true)
        {
            cursor.SkipLines();
            if (cursor.IsAtEnd)
                return root.ToMapping();
            if (cursor.Here == '[')
                table = Header(cursor, root);
            else
                KeyValue(cursor, table, nesting: 0);
            cursor.SkipLineEnd();
        }
    }

    private static TomlTable Header(TomlCursor cursor, TomlTable root)
    {
        var origin = cursor.Origin;
        cursor.Take();
        if (cursor.Here == '[')
            throw cursor.Unexpected("the name of one table; arrays of tables are not taken");
        var path = Key(cursor);
        if (cursor.Here != ']')
            throw cursor.Unexpected("']' behind the name of the table");
        cursor.Take();
        return root.Open(path, origin, isHeader: true);
    }

    private static void KeyValue(TomlCursor cursor, TomlTable table, int nesting)
    {
        var origin = cursor.Origin;
        var path = Key(cursor);
        if (cursor.Here != '=')
            throw cursor.Unexpected("'=' behind the key");
        cursor.Take();
        cursor.SkipBlanks();
        table.Open(path[..^1], origin, isHeader: false).Add(path[^1], origin, Value(cursor, nesting + path.Count - 1));
    }

    private static List<string> Key(TomlCursor cursor)
    {
        var path = new List<string>();
        while (true)
        {
            cursor.SkipBlanks();
            var part = cursor.Here is '"' or '\'' ? Quoted(cursor) : cursor.TakeWhile(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
            if (part.Length == 0)
                throw cursor.Unexpected("a key of letters, digits, _ and -, or one in quotes");
            if (path.Count == MaxNesting)
                throw cursor.Unexpected($"a key of at most {MaxNesting} parts");
            path.Add(part);
            cursor.SkipBlanks();
            if (cursor.Here != '.')
                return path;
            cursor.Take();
        }
    }

    private static ConfigurationNode Value(TomlCursor cursor, int nesting)
    {
        if (nesting >= MaxNesting)
            throw cursor.Unexpected($"a nesting of at most {MaxNesting}");
        var origin = cursor.Origin;
        switch (cursor.Here)
        {
            case '"' or '\'':
                return ConfigurationScalar.OfText(Quoted(cursor), origin);
            case '[':
                return Array(cursor, origin, nesting + 1);
            case '{':
                return InlineTable(cursor, origin, nesting + 1);
            default:
                var word = cursor.TakeWhile(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '+' or '-' or '.' or ':');
                return word.Length == 0 ? throw cursor.Unexpected(Values) : Word(word, origin);
        }
    }

    private static ConfigurationSequence Array(TomlCursor cursor, ConfigurationOrigin origin, int nesting)
    {
        var items = new List<ConfigurationNode>();
        cursor.Take();
        while (true)
        {
            cursor.SkipLines();
            if (cursor.Here == ']')
                break;
            items.Add(Value(cursor, nesting));
            cursor.SkipLines();
            if (cursor.Here == ',')
                cursor.Take();
            else if (cursor.Here != ']')
                throw cursor.Unexpected("',' or ']' behind an item");
        }

        cursor.Take();
        return new ConfigurationSequence(items, origin);
    }

    private static ConfigurationMapping InlineTable(TomlCursor cursor, ConfigurationOrigin origin, int nesting)
    {
        var table = new TomlTable(origin);
        cursor.Take();
        cursor.SkipBlanks();
        while (cursor.Here != '}')
        {
            KeyValue(cursor, table, nesting);
            cursor.SkipBlanks();
            if (cursor.Here == '}')
                break;
            if (cursor.Here != ',')
                throw cursor.Unexpected("',' or '}' behind a value");
            cursor.Take();
            cursor.SkipBlanks();
            if (cursor.Here == '}')
                throw cursor.Unexpected("a key behind ','");
        }

        cursor.Take();
        return table.ToMapping();
    }

    private static ConfigurationScalar Word(string word, ConfigurationOrigin origin)
    {
        if (word is "true" or "false")
            return new ConfigurationScalar(word, ScalarKind.Boolean, word == "true", isPlain: true, origin);
        var digits = word.Replace("_", string.Empty, StringComparison.Ordinal);
        if (IsWhole(word) && long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            return new ConfigurationScalar(word, ScalarKind.WholeNumber, whole, isPlain: true, origin);
        if (IsReal(word) && double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var real))
            return new ConfigurationScalar(word, ScalarKind.RealNumber, real, isPlain: true, origin);
        throw new ConfigurationException(origin, $"'{NodeText.Printable(word)}'", Values);
    }

    private static bool IsWhole(ReadOnlySpan<char> word)
    {
        if (word is ['+' or '-', ..])
            word = word[1..];
        return word is "0" || (word is [>= '1' and <= '9', ..] && AreDigits(word));
    }

    private static bool IsReal(ReadOnlySpan<char> word)
    {
        var exponent = word.IndexOfAny('e', 'E');
        var mantissa = exponent < 0 ? word : word[..exponent];
        var point = mantissa.IndexOf('.');
        if (exponent >= 0)
        {
            var power = word[(exponent + 1)..];
            if (!AreDigits(power is ['+' or '-', ..] ? power[1..] : power))
                return false;
        }

        return point < 0 ? exponent >= 0 && IsWhole(mantissa) : IsWhole(mantissa[..point]) && AreDigits(mantissa[(point + 1)..]);
    }

    // An underscore stands between digits only.
    private static bool AreDigits(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text[0] == '_' || text[^1] == '_' || text.IndexOf("__", StringComparison.Ordinal) >= 0)
            return false;
        foreach (var character in text)
        {
            if (character is not ((>= '0' and <= '9') or '_'))
                return false;
        }

        return true;
    }

    private static string Quoted(TomlCursor cursor)
    {
        var quote = cursor.Here;
        if (cursor.At(1) == quote && cursor.At(2) == quote)
            throw cursor.Unexpected("a string in one line");
        cursor.Take();
        var text = new StringBuilder();
        while (true)
        {
            text.Append(cursor.TakeWhile(c => c != quote && c != '\n' && (c != '\\' || quote == '\'')));
            if (cursor.Here == quote && !cursor.IsAtEnd)
                break;
            if (cursor.Here != '\\')
                throw cursor.Unexpected($"{quote} at the end of the string");
            Escape(cursor, text);
        }

        cursor.Take();
        return text.ToString();
    }

    private static void Escape(TomlCursor cursor, StringBuilder text)
    {
        var origin = cursor.Origin;
        cursor.Take();
        var escape = cursor.Here;
        if (escape is 'u' or 'U')
        {
            cursor.Take();
            text.Append(CodePoint(cursor, escape == 'u' ? 4 : 8, origin));
            return;
        }

        text.Append(escape switch
        {
            'b' => '\b',
            't' => '\t',
            'n' => '\n',
            'f' => '\f',
            'r' => '\r',
            '"' => '"',
            '\\' => '\\',
            _ => throw cursor.Unexpected(@"one of b t n f r "" \ uXXXX UXXXXXXXX behind \; a string in ' takes \ as it is"),
        });
        cursor.Take();
    }

    private static string CodePoint(TomlCursor cursor, int digits, ConfigurationOrigin origin)
    {
        var value = 0L;
        for (var i = 0; i < digits; i++)
        {
            if (!char.IsAsciiHexDigit(cursor.Here))
                throw cursor.Unexpected($"{digits} hexadecimal digits");
            value = (value << 4) | (uint)Convert.ToInt32(cursor.Take().ToString(), 16);
        }

        return value <= int.MaxValue && Rune.IsValid((int)value)
            ? new Rune((int)value).ToString()
            : throw new ConfigurationException(origin, $"the code point {value:X}", "a character of Unicode");
    }
}
