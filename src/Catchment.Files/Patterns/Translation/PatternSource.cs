using System.Text;

namespace Catchment.Files.Patterns.Translation;

/// <summary>Reads an expression character by character; a backslash and what it stands before are one.</summary>
/// <param name="pattern">The expression; not ending within an escape.</param>
internal sealed class PatternSource(string pattern)
{
    /// <summary>What is read next, in UTF-16 units from 0.</summary>
    public int Position { get; set; }

    /// <summary>Whether nothing is left.</summary>
    public bool IsAtEnd => Position >= pattern.Length;

    /// <summary>Whether an unescaped character comes next.</summary>
    public bool IsNext(char character) => !IsAtEnd && pattern[Position] == character && character != '\\';

    /// <summary>Whether an unescaped character comes next that is one of several.</summary>
    public bool IsNextAnyOf(string characters) => !IsAtEnd && characters.Contains(pattern[Position], StringComparison.Ordinal);

    /// <summary>Reads an unescaped character if it comes next.</summary>
    public bool TryTake(char character)
    {
        if (!IsNext(character))
            return false;
        Position++;
        return true;
    }

    /// <summary>Reads the next character; there is one.</summary>
    public PatternCharacter Take()
    {
        var isEscaped = pattern[Position] == '\\';
        if (isEscaped)
            Position++;
        var isPair = char.IsHighSurrogate(pattern[Position]) && Position + 1 < pattern.Length && char.IsLowSurrogate(pattern[Position + 1]);
        var value = isPair ? char.ConvertToUtf32(pattern, Position) : pattern[Position];
        Position += isPair ? 2 : 1;
        return new PatternCharacter(value, isEscaped);
    }

    /// <summary>Reads some characters of a kind.</summary>
    /// <param name="most">How many at most.</param>
    /// <param name="isOne">Whether it is one.</param>
    public string TakeWhile(int most, Func<char, bool> isOne)
    {
        var start = Position;
        while (!IsAtEnd && Position - start < most && isOne(pattern[Position]))
            Position++;
        return pattern[start..Position];
    }

    /// <summary>Reads a name and what ends it.</summary>
    /// <param name="end">What ends it.</param>
    /// <param name="what">What it is the name of, for messages.</param>
    /// <exception cref="PythonPatternException">There is none, or it does not end.</exception>
    public string TakeName(char end, string what)
    {
        var start = Position;
        var name = new StringBuilder();
        while (!IsAtEnd)
        {
            if (TryTake(end))
                return name.Length > 0 ? name.ToString() : throw Error($"missing {what}", start);
            name.Append(pattern, Position, pattern[Position] == '\\' ? 2 : 1);
            Position += pattern[Position] == '\\' ? 2 : 1;
        }

        throw Error(name.Length > 0 ? $"missing {end}, unterminated name" : $"missing {what}", start);
    }

    /// <summary>Something is wrong.</summary>
    public PythonPatternException Error(string reason, int position) => new(pattern, Math.Min(position, pattern.Length), reason);

    /// <summary>What stands from a place up to here.</summary>
    public string Since(int start) => pattern[start..Math.Min(Position, pattern.Length)];
}
