using System.Text.RegularExpressions;
using Catchment.Files.Patterns.Translation;

namespace Catchment.Files.Patterns;

/// <summary>
/// A regular expression of Python 3.11, looked for anywhere in a text, as <c>re.search</c> does. What Python refuses is refused. Thread-safe.
/// </summary>
/// <remarks>
/// Source: <c>files</c> 8. Differences that remain: characters beyond U+FFFF are no letters and digits to <c>\w</c> and <c>\d</c> and have
/// no case; <c>\N{…}</c> knows the names of ASCII and Latin-1; a pattern has 4096 characters and 100 levels at most; a match that takes
/// longer than <see cref="TimeLimit"/> is none.
/// </remarks>
public sealed class PythonPattern
{
    /// <summary>The longest time that is spent on one text.</summary>
    public static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(1);

    private readonly Regex _usual;
    private readonly Lazy<Regex> _wide;
    private int _timeouts;

    private PythonPattern(string text)
    {
        Text = text;
        _usual = Compiled(isWide: false);
        _wide = new Lazy<Regex>(() => Compiled(isWide: true));
    }

    /// <summary>The expression as it was written.</summary>
    public string Text { get; }

    /// <summary>How many texts took longer than <see cref="TimeLimit"/>, or could not be looked through at all; each counted as not matched.</summary>
    public int Timeouts => Volatile.Read(ref _timeouts);

    /// <summary>Reads an expression.</summary>
    /// <param name="text">The expression.</param>
    /// <exception cref="PythonPatternException">It is none that Python takes, or one that cannot be followed here.</exception>
    public static PythonPattern Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new PythonPattern(text);
    }

    /// <summary>Whether the expression is found anywhere in a text; a text that takes too long is counted in <see cref="Timeouts"/>, and false.</summary>
    /// <param name="text">The text, for example a path.</param>
    public bool IsFound(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        // A surrogate pair is one character to Python and two to .NET; names with one are rare, and what counts pairs as one is slower.
        var regex = text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? _wide.Value : _usual;
        try
        {
            return regex.IsMatch(text);
        }
        catch (Exception e) when (e is RegexMatchTimeoutException or IndexOutOfRangeException)
        {
            // The second: .NET 10 stumbles over a few expressions that nobody writes, such as (?!.|(?<!a)+?b).
            Interlocked.Increment(ref _timeouts);
            return false;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private Regex Compiled(bool isWide)
    {
        var translated = PatternTranslator.Translate(Text, isWide);
        try
        {
            return new Regex(translated, RegexOptions.CultureInvariant, TimeLimit);
        }
        catch (ArgumentException e)
        {
            throw new PythonPatternException(Text, 0, $"an expression that cannot be followed ({e.Message})");
        }
    }
}
