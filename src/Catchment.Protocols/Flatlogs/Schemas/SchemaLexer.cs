namespace Catchment.Protocols.Flatlogs.Schemas;

/// <summary>Parts a schema into its words and marks, without comments.</summary>
/// <param name="file">Its name, for errors.</param>
/// <param name="text">The schema.</param>
internal sealed class SchemaLexer(string file, string text)
{
    private int _at;
    private int _line = 1;

    /// <summary>Reads the next word or mark.</summary>
    /// <exception cref="FlatlogSchemaException">A comment or a text has no end, or a character belongs to no schema.</exception>
    public SchemaToken Next()
    {
        SkipBlanks();
        if (_at == text.Length)
            return new SchemaToken("", _line);
        var start = _at;
        var line = _line;
        if (IsWord(text[_at]) || (text[_at] is '-' or '+' or '.' && _at + 1 < text.Length && (IsWord(text[_at + 1]) || text[_at + 1] == '.')))
        {
            // A dot belongs to numbers (1.5) and to names (Colour.Red); a sign stands within a number only behind its exponent's letter.
            _at++;
            while (_at < text.Length && (IsWord(text[_at]) || text[_at] == '.' || (text[_at] is '-' or '+' && text[_at - 1] is 'e' or 'E' && !char.IsAsciiLetter(text[start]))))
                _at++;
        }
        else if (text[_at] == '"')
        {
            var end = text.IndexOfAny(['"', '\n'], _at + 1);
            if (end < 0 || text[end] == '\n')
                throw new FlatlogSchemaException(file, line, "a text has no closing quote");
            _at = end + 1;
        }
        else if (text[_at] is '{' or '}' or '(' or ')' or '[' or ']' or ':' or ';' or ',' or '=')
        {
            _at++;
        }
        else
        {
            throw new FlatlogSchemaException(file, line, $"'{text[_at]}' belongs to no schema");
        }

        return new SchemaToken(text[start.._at], line);
    }

    private void SkipBlanks()
    {
        while (_at < text.Length)
        {
            if (text[_at] == '\n')
                _line++;
            else if (text.AsSpan(_at).StartsWith("//", StringComparison.Ordinal))
                _at = text.IndexOf('\n', _at) is var end and >= 0 ? end - 1 : text.Length - 1;
            else if (text.AsSpan(_at).StartsWith("/*", StringComparison.Ordinal))
                SkipComment();
            else if (!char.IsWhiteSpace(text[_at]) && text[_at] != '\uFEFF')
                return;
            _at++;
        }
    }

    private void SkipComment()
    {
        var end = text.IndexOf("*/", _at + 2, StringComparison.Ordinal);
        if (end < 0)
            throw new FlatlogSchemaException(file, _line, "a comment has no end");
        _line += text.AsSpan(_at, end - _at).Count('\n');
        _at = end + 1;
    }

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';
}
