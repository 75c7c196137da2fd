using System.Text.RegularExpressions;

namespace Catchment.Composition;

/// <summary>Variables of a <c>.env</c> file, as python-dotenv reads them: <c>NAME=value</c> lines, quotes with their escapes, comments, <c>export</c>, <c>${OTHER:-default}</c>. Source: <c>tags</c> 1.</summary>
internal static partial class DotEnv
{
    private const long LongestFile = 1 << 20;
    private const int Patience = 1000; // ms

    /// <summary>Reads a file; one that is missing has no variables. <c>${NAME}</c> in a value stands for a variable of the process, or for one further up in the file.</summary>
    /// <exception cref="IOException">It cannot be read, or is too long to be one.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    internal static IReadOnlyDictionary<string, string> Read(string path)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var file = new FileInfo(path);
        if (!file.Exists)
            return found;
        if (file.Length > LongestFile)
            throw new IOException($"{path} is longer than any list of variables.");
        foreach (var line in File.ReadAllLines(path))
        {
            var text = line.Trim();
            if (Export().Match(text) is { Success: true } export)
                text = text[export.Length..];
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && text[0] != '#')
                found[text[..equals].TrimEnd()] = Named().Replace(Value(text[(equals + 1)..].Trim()), named => Find(named.Groups["name"].Value) ?? named.Groups["otherwise"].Value);
        }

        return found;

        string? Find(string name) => Environment.GetEnvironmentVariable(name) ?? found.GetValueOrDefault(name);
    }

    private static string Value(string text)
    {
        if (Quoted().Match(text) is { Success: true } quoted)
            return Escapes().Replace(quoted.Groups["text"].Value, escape => Plain(escape.Value[1], text[0]));
        return Comment().Replace(text, "");
    }

    /// <summary>What an escape stands for: in single quotes only a backslash and the quote can be escaped.</summary>
    private static string Plain(char escaped, char quote) => (escaped, quote) switch
    {
        ('\\' or '\'', _) or ('"', '"') => $"{escaped}",
        ('n', '"') => "\n",
        ('r', '"') => "\r",
        ('t', '"') => "\t",
        _ => $"\\{escaped}",
    };

    [GeneratedRegex("""^export\s+""", RegexOptions.None, Patience)]
    private static partial Regex Export();

    [GeneratedRegex("""^(?<quote>['"])(?<text>(?:\\.|(?!\k<quote>)[^\\])*)\k<quote>""", RegexOptions.None, Patience)]
    private static partial Regex Quoted();

    [GeneratedRegex("""\\.""", RegexOptions.None, Patience)]
    private static partial Regex Escapes();

    [GeneratedRegex("""\s+#.*$""", RegexOptions.None, Patience)]
    private static partial Regex Comment();

    [GeneratedRegex("""\$\{(?<name>[^}:]*)(?::-(?<otherwise>[^}]*))?\}""", RegexOptions.None, Patience)]
    private static partial Regex Named();
}
