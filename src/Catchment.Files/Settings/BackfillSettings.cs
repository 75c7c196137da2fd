using Catchment.Core.Configuration.Binding;
using Catchment.Files.Patterns;
using Catchment.Files.Tables;

namespace Catchment.Files.Settings;

/// <summary>What backfill runs with: its options, with every default decided and every text read.</summary>
/// <remarks>Source: <c>files</c> 2.5, 7.</remarks>
public sealed record BackfillSettings
{
    /// <summary>The tables; <see cref="FilesDatabaseSettings.Events"/> is there.</summary>
    public required FilesDatabaseSettings Database { get; init; }

    /// <summary>Absolute folder of tracked files.</summary>
    public required string Storage { get; init; }

    /// <summary>What is tracked, in order.</summary>
    public required IReadOnlyList<PathPattern> Sources { get; init; }

    /// <summary>What is left out below a folder.</summary>
    public required PatternList Exclude { get; init; }

    /// <summary>The log.</summary>
    public required FilesLogSettings Log { get; init; }

    /// <summary>Decides the defaults and reads the texts.</summary>
    /// <param name="options">The section as bound.</param>
    /// <param name="problems">What it cannot start with: key, what was found, what is allowed.</param>
    /// <returns>Null when there are problems.</returns>
    public static BackfillSettings? Resolve(FilesOptions options, out IReadOnlyList<(string Key, string Found, string Allowed)> problems)
    {
        ArgumentNullException.ThrowIfNull(options);
        var all = new SettingProblems(FilesOptions.Section);
        var database = ComponentSettings.Database(options, needsEvents: true, all);
        var log = ComponentSettings.Log(options, all);
        var found = new SettingProblems($"{FilesOptions.Section}.backfill");
        var backfill = options.Backfill;
        var storage = found.Required("storage", backfill.Storage, "the path of a folder");
        var sources = storage.Length == 0 ? [] : Patterns(backfill.Sources, storage, found);
        var exclude = found.Patterns("search.exclude_list", backfill.Search.ExcludeList);
        all.AddRange(found);
        problems = all.Found;
        return problems.Count > 0 ? null : new BackfillSettings
        {
            Database = database!,
            Storage = storage,
            Sources = sources,
            Exclude = exclude,
            Log = log!,
        };
    }

    private static List<PathPattern> Patterns(IReadOnlyList<string> texts, string storage, SettingProblems found)
    {
        var sources = new List<PathPattern>(texts.Count);
        for (var i = 0; i < texts.Count; i++)
        {
            try
            {
                sources.Add(PathPattern.Parse(texts[i], storage));
            }
            catch (PathPatternException e)
            {
                found.Add($"sources[{i}]", $"\"{NodeText.Printable(texts[i])}\" ({NodeText.Printable(e.Message, 200)})", "a path below the storage folder");
            }
        }

        return sources;
    }
}
