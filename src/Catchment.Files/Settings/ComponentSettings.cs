using Catchment.Files.Tables;

namespace Catchment.Files.Settings;

/// <summary>What the three components have in common.</summary>
internal static class ComponentSettings
{
    /// <summary>The tables; null when something is wrong, which is told.</summary>
    public static FilesDatabaseSettings? Database(FilesOptions options, bool needsEvents, SettingProblems problems)
    {
        var found = new SettingProblems($"{FilesOptions.Section}.database");
        var database = TableSettings.Resolve(options.Database, needsEvents, found);
        problems.AddRange(found);
        return database;
    }

    /// <summary>The log; null when something is wrong, which is told.</summary>
    public static FilesLogSettings? Log(FilesOptions options, SettingProblems problems)
    {
        var found = new SettingProblems($"{FilesOptions.Section}.logging");
        var log = FilesLogSettings.Resolve(options.Logging, found);
        problems.AddRange(found);
        return log;
    }
}
