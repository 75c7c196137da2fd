using Catchment.Files.Tables;

namespace Catchment.Files.Settings;

/// <summary>The tables that a configuration names, whichever component it is for.</summary>
public static class SetupSettings
{
    /// <summary>Reads the key <c>database</c>.</summary>
    /// <param name="options">The section as bound.</param>
    /// <param name="problems">What is wrong: key, what was found, what is allowed.</param>
    /// <returns>Null when there are problems; <see cref="FilesDatabaseSettings.Events"/> is null when no table of events is named.</returns>
    public static FilesDatabaseSettings? Resolve(FilesOptions options, out IReadOnlyList<(string Key, string Found, string Allowed)> problems)
    {
        ArgumentNullException.ThrowIfNull(options);
        var found = new SettingProblems(FilesOptions.Section);
        var database = ComponentSettings.Database(options, options.Database.TableNames.ContainsKey("event"), found);
        problems = found.Found;
        return database;
    }
}
