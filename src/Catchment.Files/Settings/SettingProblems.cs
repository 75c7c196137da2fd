using Catchment.Core.Configuration;
using Catchment.Core.Configuration.Binding;
using Catchment.Files.Patterns;
using Catchment.Files.Tables;

namespace Catchment.Files.Settings;

/// <summary>Collects what a component cannot start with, while its settings are read.</summary>
/// <param name="above">The key that all others are below, for example <c>files.finder</c>.</param>
internal sealed class SettingProblems(string above)
{
    private readonly List<(string Key, string Found, string Allowed)> _found = [];

    /// <summary>Key with dots, what stands there, what may stand there.</summary>
    public IReadOnlyList<(string Key, string Found, string Allowed)> Found => _found;

    /// <summary>Something is wrong.</summary>
    public void Add(string key, string found, string allowed) => _found.Add(($"{above}.{key}", found, allowed));

    /// <summary>What was found elsewhere.</summary>
    public void AddRange(SettingProblems others) => _found.AddRange(others._found);

    /// <summary>A text that has to be there.</summary>
    public string Required(string key, string? value, string allowed)
    {
        if (!string.IsNullOrEmpty(value))
            return value;
        Add(key, value is null ? "nothing" : "an empty text", $"{allowed} (required)");
        return "";
    }

    /// <summary>A text of the file; null: it is none, which is told.</summary>
    public string? Text(string key, ConfigurationNode? node, string allowed)
    {
        if (node is ConfigurationScalar { Kind: ScalarKind.Text, Text: { Length: > 0 } text })
            return text;
        var hint = node is ConfigurationScalar { IsPlain: true, IsNull: false, Text: var plain } ? $"; quote it: \"{NodeText.Printable(plain)}\"" : "";
        Add(key, node is null ? "nothing" : NodeText.Describe(node), allowed + hint);
        return null;
    }

    /// <summary>Regular expressions.</summary>
    public PatternList Patterns(string key, IReadOnlyList<string>? texts)
    {
        var patterns = new List<PythonPattern>();
        for (var i = 0; i < (texts?.Count ?? 0); i++)
        {
            try
            {
                patterns.Add(PythonPattern.Parse(texts![i]));
            }
            catch (PythonPatternException e)
            {
                Add($"{key}[{i}]", $"\"{NodeText.Printable(texts![i])}\" ({NodeText.Printable(e.Message)})", "a regular expression of Python");
            }
        }

        return patterns.Count > 0 ? new PatternList(patterns) : PatternList.None;
    }

    /// <summary>A status that files may be looked for by.</summary>
    public FileStatus Status(string key, string word)
    {
        if (FileStatusText.Parse(word) is { } status and not FileStatus.Success)
            return status;
        var allowed = FileStatusText.All.Where(static one => one != FileStatusText.Of(FileStatus.Success));
        Add(key, $"\"{NodeText.Printable(word)}\"", $"one of {string.Join(", ", allowed)}");
        return FileStatus.Untried;
    }
}
