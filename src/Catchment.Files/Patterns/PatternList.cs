namespace Catchment.Files.Patterns;

/// <summary>Regular expressions of which one has to be found. Thread-safe. Source: <c>files</c> 8.</summary>
/// <param name="patterns">The expressions; none matches nothing.</param>
public sealed class PatternList(IReadOnlyList<PythonPattern> patterns)
{
    /// <summary>No expression: nothing is found.</summary>
    public static PatternList None { get; } = new([]);

    /// <summary>The expressions.</summary>
    public IReadOnlyList<PythonPattern> Patterns { get; } = patterns;

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => Patterns.Count == 0;

    /// <summary>Reads a list of expressions.</summary>
    /// <param name="texts">The expressions.</param>
    /// <exception cref="PythonPatternException">One is none that Python takes.</exception>
    public static PatternList Parse(IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return new([.. texts.Select(PythonPattern.Parse)]);
    }

    /// <summary>Whether any of them is found anywhere in a text.</summary>
    /// <param name="text">The text, for example a path.</param>
    /// <param name="tooSlow">Told of an expression when it took too long for the first time; that counts as not found.</param>
    public bool IsFound(string text, Action<PythonPattern>? tooSlow = null)
    {
        foreach (var pattern in Patterns)
        {
            var before = pattern.Timeouts;
            if (pattern.IsFound(text))
                return true;
            if (before == 0 && pattern.Timeouts > 0)
                tooSlow?.Invoke(pattern);
        }

        return false;
    }
}
