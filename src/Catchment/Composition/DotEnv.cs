namespace Catchment.Composition;

/// <summary>Variables of a <c>.env</c> file, as python-dotenv reads them: <c>NAME=value</c> lines, quotes, comments, <c>export</c>. Source: <c>tags</c> 1.</summary>
internal static class DotEnv
{
    private const long LongestFile = 1 << 20;

    /// <summary>Reads a file; one that is missing has no variables.</summary>
    /// <exception cref="IOException">It cannot be read, or is too long to be one.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    internal static IReadOnlyDictionary<string, string> Read(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            return new Dictionary<string, string>(StringComparer.Ordinal);
        if (file.Length > LongestFile)
            throw new IOException($"{path} is longer than any list of variables.");
        return Parse(File.ReadAllLines(path));
    }

    /// <summary>Reads lines; what is no variable is left out.</summary>
    internal static IReadOnlyDictionary<string, string> Parse(IEnumerable<string> lines)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            var text = line.Trim();
            if (text.StartsWith("export ", StringComparison.Ordinal))
                text = text["export ".Length..].TrimStart();
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && text[0] != '#')
                variables[text[..equals].TrimEnd()] = Value(text[(equals + 1)..].Trim());
        }

        return variables;
    }

    private static string Value(string text)
    {
        if (text is ['"' or '\'', ..] && text.IndexOf(text[0], 1) is > 0 and var end)
            return text[1..end];
        var comment = text.IndexOf(" #", StringComparison.Ordinal);
        return comment < 0 ? text : text[..comment].TrimEnd();
    }
}
