namespace Catchment.Files.Patterns.Translation;

/// <summary>A character of an expression.</summary>
/// <param name="Value">Its number in Unicode.</param>
/// <param name="IsEscaped">A backslash stands before it.</param>
internal readonly record struct PatternCharacter(int Value, bool IsEscaped)
{
    /// <summary>Whether it is a character without a backslash.</summary>
    public bool Is(char character) => !IsEscaped && Value == character;

    /// <summary>Whether it is a letter of ASCII.</summary>
    public bool IsLetter => Value < 128 && char.IsAsciiLetter((char)Value);
}
