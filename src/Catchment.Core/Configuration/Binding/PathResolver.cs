namespace Catchment.Core.Configuration.Binding;

/// <summary>Makes written paths absolute.</summary>
/// <param name="fileBase">Folder that paths of the file and defaults are relative to.</param>
/// <param name="workingFolder">Folder that paths of the environment and of words are relative to.</param>
/// <param name="home">The home folder, when the environment names one.</param>
internal sealed class PathResolver(string fileBase, string workingFolder, string? home)
{
    /// <summary>What may be written.</summary>
    public const string Allowed = "a path";

    /// <summary>The absolute path, or null when the text is none; then <paramref name="problem"/> says what is allowed.</summary>
    public string? Resolve(string text, ConfigurationLayer layer, out string problem)
    {
        problem = Allowed;
        if (text.Length == 0 || text.Contains('\0', StringComparison.Ordinal))
            return null;
        if (text is "~" || text.StartsWith("~/", StringComparison.Ordinal))
        {
            problem = "a path with ~ only when the environment variable HOME holds an absolute path";
            return home is not null && Path.IsPathFullyQualified(home) ? Path.GetFullPath(text.Length > 2 ? text[2..] : ".", home) : null;
        }

        return Path.GetFullPath(text, layer is ConfigurationLayer.File or ConfigurationLayer.Default ? fileBase : workingFolder);
    }
}
