using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Catchment.Core.Configuration.Binding;
using Catchment.Core.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Catchment.Files.Settings;

/// <summary>Where and how a component logs. Source: <c>files</c> 2.7, 9.</summary>
public sealed partial record FilesLogSettings
{
    private static readonly string[] Units = ["S", "M", "H", "D", "MIDNIGHT", "W0", "W1", "W2", "W3", "W4", "W5", "W6"];

    // Names of the original's loggers, by our categories. Source: files 9.
    private static readonly FrozenDictionary<string, string> Loggers = new[]
    {
        ("finder", "finder.finder"), ("finder.search", "search"), ("finder.actions", "finder.actions"), ("finder.commands", "finder.commands"),
        ("ingester", "ingester.ingester"), ("ingester.plugins", "ingester.plugins"), ("ingester.commands", "ingester.commands"),
        ("backfill", "backfill.backfill"), ("backfill.commands", "backfill.commands"),
    }.ToFrozenDictionary(one => one.Item1, one => $"lsst.dbb.buffmngrs.endpoint.{one.Item2}", StringComparer.Ordinal);

    /// <summary>Absolute path of the file; null: standard error.</summary>
    public string? File { get; init; }

    /// <summary>Form of a record, as Python's <c>logging</c> has it.</summary>
    public required string Format { get; init; }

    /// <summary>The least severe records that are written.</summary>
    public required LogLevel Level { get; init; }

    /// <summary>When the file is set aside; <see cref="LogRotationKind.None"/> without a file.</summary>
    public required LogRotationKind Rotation { get; init; }

    /// <summary>With <see cref="LogRotationKind.Time"/>: <c>S M H D MIDNIGHT W0</c> to <c>W6</c>, in capitals.</summary>
    public required string When { get; init; }

    /// <summary>With <see cref="LogRotationKind.Time"/>: how many of <see cref="When"/>.</summary>
    public required int Interval { get; init; }

    /// <summary>With <see cref="LogRotationKind.Size"/>: the file is set aside before it has this many bytes; 0: never.</summary>
    public required long MaxBytes { get; init; }

    /// <summary>Files set aside that are kept; 0: with size none is set aside, with time all are kept.</summary>
    public required int Backups { get; init; }

    /// <summary>Reads the key <c>logging</c>.</summary>
    /// <param name="options">The key as bound.</param>
    /// <param name="problems">Gets what is wrong.</param>
    /// <returns>Null when something is.</returns>
    internal static FilesLogSettings? Resolve(FilesLogOptions options, SettingProblems problems)
    {
        var before = problems.Found.Count;
        if (options.Format is { } format && !Field().IsMatch(format))
            problems.Add("format", $"\"{NodeText.Printable(format)}\"", "a form with at least one %(key) such as %(message)s, or null");
        var rotation = options.File is null ? LogRotationKind.None : RotationOf(options.Rotate, problems);
        var when = options.When.ToUpperInvariant();
        if (rotation == LogRotationKind.Time && !Units.Contains(when, StringComparer.Ordinal))
            problems.Add("when", $"\"{NodeText.Printable(options.When)}\"", "S, M, H, D, midnight, or W0 to W6");
        return problems.Found.Count > before ? null : new FilesLogSettings
        {
            File = options.File,
            Format = options.Format ?? "%(message)s",
            Level = LevelOf(options.Level),
            Rotation = rotation,
            When = when,
            Interval = options.Interval,
            MaxBytes = options.MaxBytes,
            Backups = options.BackupCount,
        };
    }

    /// <summary>The same in the words of the log: the file if there is one, and the form of lines in any case.</summary>
    public PythonLogging ToPythonLogging() => new()
    {
        File = File,
        MaxBytes = Rotation == LogRotationKind.Size ? MaxBytes : 0,
        Backups = Rotation == LogRotationKind.None ? 0 : Backups,
        Rotation = Rotation == LogRotationKind.Time ? Clock() : null,
        Level = Level,
        Format = Format,
        Loggers = Loggers,
    };

    private LogRotation Clock() => When switch
    {
        "S" => new(TimeSpan.FromSeconds(1) * Interval, AtMidnight: false, null, "yyyy-MM-dd_HH-mm-ss"),
        "M" => new(TimeSpan.FromMinutes(1) * Interval, AtMidnight: false, null, "yyyy-MM-dd_HH-mm"),
        "H" => new(TimeSpan.FromHours(1) * Interval, AtMidnight: false, null, "yyyy-MM-dd_HH"),
        "D" => new(TimeSpan.FromDays(1) * Interval, AtMidnight: false, null, "yyyy-MM-dd"),
        // Python does not count midnights, whatever the interval.
        "MIDNIGHT" => new(TimeSpan.FromDays(1), AtMidnight: true, null, "yyyy-MM-dd"),
        _ => new(TimeSpan.FromDays(7), AtMidnight: true, (DayOfWeek)((When[1] - '0' + 1) % 7), "yyyy-MM-dd"),
    };

    private static LogRotationKind RotationOf(string? text, SettingProblems problems)
    {
        switch (text?.ToUpperInvariant())
        {
            case null:
                return LogRotationKind.None;
            case "SIZE":
                return LogRotationKind.Size;
            case "TIME":
                return LogRotationKind.Time;
            default:
                problems.Add("rotate", $"\"{NodeText.Printable(text!)}\"", "SIZE, TIME or null");
                return LogRotationKind.None;
        }
    }

    // A word that Python does not know is WARNING, as it is for the original.
    private static LogLevel LevelOf(string word) => word.ToUpperInvariant() switch
    {
        "DEBUG" => LogLevel.Debug,
        "INFO" => LogLevel.Information,
        "ERROR" => LogLevel.Error,
        "CRITICAL" => LogLevel.Critical,
        _ => LogLevel.Warning,
    };

    // What Python looks for before it takes a form.
    [GeneratedRegex(@"%\(\w+\)[#0+ -]*(\*|\d+)?(\.(\*|\d+))?[diouxefgcrsa%]", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Field();
}
