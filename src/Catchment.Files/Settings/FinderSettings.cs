using System.Globalization;
using System.Text.RegularExpressions;
using Catchment.Core.Configuration;
using Catchment.Core.Configuration.Binding;
using Catchment.Core.Storage;
using Catchment.Files.Patterns;
using Catchment.Files.Tables;

namespace Catchment.Files.Settings;

/// <summary>What the finder runs with: its options, with every default decided and every text read.</summary>
/// <remarks>Source: <c>files</c> 2.3.</remarks>
public sealed partial record FinderSettings
{
    private const string Standard = "standard";
    private const string Alternative = "alternative";
    private const string PathAllowed = "the path of a folder";

    /// <summary>The tables; <see cref="FilesDatabaseSettings.Events"/> is null.</summary>
    public required FilesDatabaseSettings Database { get; init; }

    /// <summary>Absolute folder that files arrive in, or that logs are in.</summary>
    public required string Source { get; init; }

    /// <summary>Absolute folder of tracked files.</summary>
    public required string Storage { get; init; }

    /// <summary>What is done with a new file; never <see cref="FileAction.Delete"/>.</summary>
    public required FileAction StandardAction { get; init; }

    /// <summary>What is done with a file that is tracked already.</summary>
    public required FileAction AlternativeAction { get; init; }

    /// <summary>How files are looked for.</summary>
    public required SearchMethod Method { get; init; }

    /// <summary>Paths that are left alone.</summary>
    public required PatternList Exclude { get; init; }

    /// <summary>The day of the logs; null: today, anew each time.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>Days before the day.</summary>
    public required int PastDays { get; init; }

    /// <summary>Days after the day.</summary>
    public required int FutureDays { get; init; }

    /// <summary>How long a log has to be still.</summary>
    public required TimeSpan Delay { get; init; }

    /// <summary>Time between two searches.</summary>
    public required TimeSpan Pause { get; init; }

    /// <summary>How long a file has to be still.</summary>
    public required TimeSpan Settle { get; init; }

    /// <summary>What a tracked file survives.</summary>
    public required Durability Durability { get; init; }

    /// <summary>Files that are hashed at once, 1 or more.</summary>
    public required int Workers { get; init; }

    /// <summary>The log.</summary>
    public required FilesLogSettings Log { get; init; }

    /// <summary>Decides the defaults and reads the texts.</summary>
    /// <param name="options">The section as bound.</param>
    /// <param name="problems">What it cannot start with: key, what was found, what is allowed.</param>
    /// <returns>Null when there are problems.</returns>
    public static FinderSettings? Resolve(FilesOptions options, out IReadOnlyList<(string Key, string Found, string Allowed)> problems)
    {
        ArgumentNullException.ThrowIfNull(options);
        var all = new SettingProblems(FilesOptions.Section);
        var database = ComponentSettings.Database(options, needsEvents: false, all);
        var log = ComponentSettings.Log(options, all);
        var found = new SettingProblems($"{FilesOptions.Section}.finder");
        var finder = options.Finder;
        var actions = Actions(finder.Actions, found);
        var search = finder.Search;
        var method = search.Method == "parse_rsync_logs" ? SearchMethod.ParseRsyncLogs : SearchMethod.Scan;
        found.Required("search.method", search.Method, "scan or parse_rsync_logs");
        var source = found.Required("source", finder.Source, PathAllowed);
        var storage = found.Required("storage", finder.Storage, PathAllowed);
        var exclude = found.Patterns("search.exclude_list", search.ExcludeList);
        var date = method == SearchMethod.ParseRsyncLogs ? Day(search.Date, found) : null;
        all.AddRange(found);
        problems = all.Found;
        return problems.Count > 0 ? null : new FinderSettings
        {
            Database = database!,
            Source = Path.TrimEndingDirectorySeparator(source),
            Storage = Path.TrimEndingDirectorySeparator(storage),
            StandardAction = actions.Standard,
            AlternativeAction = actions.Alternative,
            Method = method,
            Exclude = exclude,
            Date = date,
            PastDays = search.PastDays,
            FutureDays = search.FutureDays,
            Delay = search.Delay,
            Pause = finder.Pause,
            Settle = finder.Settle,
            Durability = finder.Durability,
            Workers = finder.Workers ?? Environment.ProcessorCount,
            Log = log!,
        };
    }

    private static (FileAction Standard, FileAction Alternative) Actions(IReadOnlyDictionary<string, ConfigurationNode> written, SettingProblems found)
    {
        var actions = new Dictionary<string, FileAction>(StringComparer.Ordinal);
        foreach (var (key, node) in written)
        {
            if (Action(node) is { } action)
                actions.Add(key, action);
            else
                found.Add($"actions.{key}", NodeText.Describe(node), key == Standard ? "Move, Noop or null" : "Move, Delete, Noop or null");
        }

        foreach (var key in new[] { Standard, Alternative }.Where(key => !written.ContainsKey(key)))
            found.Add($"actions.{key}", "nothing", "Move, Delete, Noop or null (required)");
        if (actions.GetValueOrDefault(Standard) == FileAction.Delete)
            found.Add($"actions.{Standard}", "\"Delete\"", "Move, Noop or null: a new file that is deleted cannot be tracked");
        return (actions.GetValueOrDefault(Standard), actions.GetValueOrDefault(Alternative));
    }

    private static FileAction? Action(ConfigurationNode node) => node switch
    {
        { IsNull: true } => FileAction.Noop,
        ConfigurationScalar { Kind: ScalarKind.Text, Text: "Noop" } => FileAction.Noop,
        ConfigurationScalar { Kind: ScalarKind.Text, Text: "Move" } => FileAction.Move,
        ConfigurationScalar { Kind: ScalarKind.Text, Text: "Delete" } => FileAction.Delete,
        _ => null,
    };

    private static DateOnly? Day(string? text, SettingProblems found)
    {
        if (text is null)
            return null;
        if (DayForm().IsMatch(text) && DateOnly.TryParseExact(text, "yyyy-M-d", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        found.Add("search.date", $"\"{NodeText.Printable(text)}\"", "a day as \"YYYY-MM-DD\", in quotes, or null for today");
        return null;
    }

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}\z", RegexOptions.None, 1000)]
    private static partial Regex DayForm();
}
