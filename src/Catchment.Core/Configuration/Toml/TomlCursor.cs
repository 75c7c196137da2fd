namespace Catchment.Core.Configuration.Toml;

/// <summary>A place in a TOML text, with what is said when something else was expected there.</summary>
/// <param name="text">The text, with line feeds only.</param>
/// <param name="file">The file.</param>
internal sealed class TomlCursor(string text, ConfigurationOrigin file)
{
    /// <summary>What stands beyond the end.</summary>
    public const char End = '\uFFFF';

    private int _position;
    private int _line = 1;
    private int _lineStart;

    /// <summary>The character here; <see cref="End"/> behind the last one.</summary>
    public char Here => At(0);

    /// <summary>Whether everything has been read.</summary>
    public bool IsAtEnd => _position == text.Length;

    /// <summary>Line and column.</summary>
    public ConfigurationOrigin Origin => file.At(_line, _position - _lineStart + 1);

    /// <summary>The character that many places further on.</summary>
    public char At(int distance) => _position + distance < text.Length ? text[_position + distance] : End;

    /// <summary>Goes one character on.</summary>
    /// <returns>The character that was here.</returns>
    public char Take()
    {
        var taken = text[_position++];
        if (taken == '\n')
            (_line, _lineStart) = (_line + 1, _position);
        return taken;
    }

    /// <summary>Goes on behind a word if it stands here.</summary>
    public bool TakeIf(string word)
    {
        if (!text.AsSpan(_position).StartsWith(word, StringComparison.Ordinal))
            return false;
        for (var i = 0; i < word.Length; i++)
            Take();
        return true;
    }

    /// <summary>Goes on as long as a rule holds.</summary>
    /// <returns>What was passed over.</returns>
    public string TakeWhile(Func<char, bool> holds)
    {
        var start = _position;
        while (!IsAtEnd && holds(Here))
            Take();
        return text[start.._position];
    }

    /// <summary>Passes over blanks and tabs.</summary>
    public void SkipBlanks() => TakeWhile(static c => c is ' ' or '\t');

    /// <summary>Passes over blanks, line ends and comments.</summary>
    public void SkipLines()
    {
        while (true)
        {
            TakeWhile(static c => c is ' ' or '\t' or '\n');
            if (Here != '#')
                return;
            TakeWhile(static c => c != '\n');
        }
    }

    /// <summary>Passes over what may stand behind a value: blanks, a comment, the line's end.</summary>
    /// <exception cref="ConfigurationException">Something else stands there.</exception>
    public void SkipLineEnd()
    {
        SkipBlanks();
        if (Here == '#')
            TakeWhile(static c => c != '\n');
        if (IsAtEnd)
            return;
        if (Here != '\n')
            throw Unexpected("the end of the line");
        Take();
    }

    /// <summary>What to throw when something else was expected here.</summary>
    /// <param name="allowed">What may stand here.</param>
    public ConfigurationException Unexpected(string allowed)
    {
        var found = Here switch
        {
            End when IsAtEnd => "the end of the file",
            '\n' => "the end of the line",
            var other => $"'{other}'",
        };
        return new ConfigurationException(Origin, found, allowed);
    }
}
