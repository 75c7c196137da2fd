using Catchment.Core.Configuration;
using Catchment.Core.Configuration.Binding;
using Microsoft.Extensions.Logging;

namespace Catchment.Core.Diagnostics;

/// <summary>Reads one logging dictionary of Python; what is wrong in it goes to the problems and leaves the default.</summary>
/// <param name="baseFolder">Absolute folder that a relative file name starts from.</param>
/// <param name="problems">Takes what is wrong: the key, what stands there, what may.</param>
internal sealed class PythonLoggingReader(string baseFolder, ICollection<(string Key, string Found, string Allowed)> problems)
{
    private const int MostBackups = 1000;
    private const int LongestInterval = 10_000;
    private const string AMapping = "a mapping";
    private const string ALevel = "CRITICAL, ERROR, WARNING, INFO, DEBUG, NOTSET or a whole number";

    /// <summary>Reads the dictionary; null when there is none or it is no mapping.</summary>
    public PythonLogging? Read(ConfigurationNode? node, string key)
    {
        if (node is null or { IsNull: true }) return null;
        if (node is not ConfigurationMapping dictionary)
        {
            problems.Add((key, NodeText.Describe(node), "a logging dictionary of Python: a mapping with handlers and root"));
            return null;
        }

        var handlers = Mapping(dictionary, "handlers", key);
        foreach (var (logger, loggerKey) in Loggers(dictionary, key))
        {
            var loggerLevel = Level(logger, loggerKey, LogLevel.Warning);
            PythonLogging? files = null;
            foreach (var name in HandlerNames(logger, loggerKey, handlers).Distinct(StringComparer.Ordinal).Reverse().ToArray())
            {
                if (handlers?.Find(name)?.Value is ConfigurationMapping handler && WritesFile(handler))
                    files = File(dictionary, key, handler, $"{key}.handlers.{name}", loggerLevel) with { Further = files };
            }

            if (files is not null) return files;
        }

        return new PythonLogging();
    }

    private static bool WritesFile(ConfigurationMapping handler) =>
        Text(handler, "class") is "logging.FileHandler" or "logging.handlers.RotatingFileHandler" or "logging.handlers.TimedRotatingFileHandler";

    private PythonLogging File(
        ConfigurationMapping dictionary, string key, ConfigurationMapping handler, string handlerKey, LogLevel loggerLevel)
    {
        var handlerLevel = Level(handler, handlerKey, LogLevel.Trace);
        var kind = Text(handler, "class");
        var format = Format(dictionary, key, handler, handlerKey);
        return new PythonLogging
        {
            File = FileName(handler, handlerKey),
            MaxBytes = kind is "logging.handlers.RotatingFileHandler" ? Size(handler, handlerKey) : 0,
            Rotation = kind is "logging.handlers.TimedRotatingFileHandler" ? Rotation(handler, handlerKey) : null,
            Backups = kind is "logging.FileHandler" ? 0 : Backups(handler, handlerKey),
            Level = handlerLevel > loggerLevel ? handlerLevel : loggerLevel,
            Format = format.Format,
            DateFormat = format.DateFormat,
        };
    }

    /// <summary><c>root</c>, then <c>loggers</c> in the order of the file.</summary>
    private IEnumerable<(ConfigurationMapping Logger, string Key)> Loggers(ConfigurationMapping dictionary, string key)
    {
        if (Mapping(dictionary, "root", key) is { } root) yield return (root, $"{key}.root");
        if (Mapping(dictionary, "loggers", key) is not { } loggers) yield break;
        foreach (var entry in loggers.Entries)
        {
            if (Mapping(loggers, entry.Key, $"{key}.loggers") is { } logger) yield return (logger, $"{key}.loggers.{entry.Key}");
        }
    }

    private IEnumerable<string> HandlerNames(ConfigurationMapping logger, string key, ConfigurationMapping? handlers)
    {
        var node = logger.Find("handlers")?.Value;
        if (node is null or { IsNull: true }) yield break;
        if (node is not ConfigurationSequence names)
        {
            problems.Add(($"{key}.handlers", NodeText.Describe(node), "a list of names of handlers"));
            yield break;
        }

        foreach (var item in names.Items)
        {
            if (item is ConfigurationScalar { Text: var name } && handlers?.Find(name)?.Value is ConfigurationMapping) yield return name;
            else problems.Add(($"{key}.handlers", NodeText.Describe(item), "the name of a mapping under handlers"));
        }
    }

    private string? FileName(ConfigurationMapping handler, string key)
    {
        var node = handler.Find("filename")?.Value;
        var resolver = new PathResolver(baseFolder, baseFolder, Environment.GetEnvironmentVariable("HOME"));
        var allowed = PathResolver.Allowed;
        if (node is ConfigurationScalar { IsNull: false, Text: var text } && resolver.Resolve(text, ConfigurationLayer.File, out allowed) is { } path)
            return path;
        problems.Add(($"{key}.filename", node is null ? "nothing" : NodeText.Describe(node), allowed));
        return null;
    }

    private (string Format, string? DateFormat) Format(
        ConfigurationMapping dictionary, string key, ConfigurationMapping handler, string handlerKey)
    {
        // Without a formatter, Python writes the message alone.
        const string Bare = "%(message)s";
        if (Text(handler, "formatter") is not { } name) return (Bare, null);
        if (Mapping(dictionary, "formatters", key)?.Find(name)?.Value is not ConfigurationMapping formatter)
        {
            problems.Add(($"{handlerKey}.formatter", $"\"{NodeText.Printable(name)}\"", "the name of a mapping under formatters"));
            return (PythonLogging.UsualFormat, null);
        }

        var followed = (Text(formatter, "style") ?? "%") == "%" && formatter.Find("()") is null && formatter.Find("class") is null;
        return (followed ? Text(formatter, "format") ?? Bare : PythonLogging.UsualFormat, Text(formatter, "datefmt"));
    }

    private long Size(ConfigurationMapping handler, string key)
    {
        var node = handler.Find("maxBytes")?.Value;
        if (node is null or { IsNull: true }) return 0;
        switch (node)
        {
            case ConfigurationScalar { Value: long and >= 0 and var bytes }:
                return bytes;
            case ConfigurationScalar { Kind: ScalarKind.Text, Text: var text } when ByteSize.TryParse(text, out var size):
                return size.Bytes;
            default:
                problems.Add(($"{key}.maxBytes", NodeText.Describe(node), "a whole number of bytes, 0 for no limit"));
                return 0;
        }
    }

    private LogRotation? Rotation(ConfigurationMapping handler, string key)
    {
        var when = (Text(handler, "when") ?? "h").ToUpperInvariant();
        var unit = when switch
        {
            "S" => TimeSpan.FromSeconds(1),
            "M" => TimeSpan.FromMinutes(1),
            "H" => TimeSpan.FromHours(1),
            "D" or "MIDNIGHT" => TimeSpan.FromDays(1),
            ['W', >= '0' and <= '6'] => TimeSpan.FromDays(7),
            _ => TimeSpan.Zero,
        };
        if (unit == TimeSpan.Zero)
        {
            problems.Add(($"{key}.when", $"\"{NodeText.Printable(when)}\"", "S, M, H, D, midnight, or W0 (Monday) to W6"));
            return null;
        }

        foreach (var name in new[] { "utc", "atTime" })
        {
            if (handler.Find(name)?.Value is { IsNull: false } node and not ConfigurationScalar { Value: false })
                problems.Add(($"{key}.{name}", NodeText.Describe(node), "nothing: files are set aside by the local clock, whole days at midnight"));
        }

        var isDaily = when is "MIDNIGHT" or ['W', _];
        var suffix = when switch
        {
            "S" => "yyyy-MM-dd_HH-mm-ss",
            "M" => "yyyy-MM-dd_HH-mm",
            "H" => "yyyy-MM-dd_HH",
            _ => "yyyy-MM-dd",
        };
        DayOfWeek? last = when is ['W', var number] ? (DayOfWeek)((number - '0' + 1) % 7) : null;
        return new LogRotation(unit * (last is null ? Interval(handler, key) : 1), isDaily, last, suffix);
    }

    private int Interval(ConfigurationMapping handler, string key)
    {
        var node = handler.Find("interval")?.Value;
        if (node is null or { IsNull: true }) return 1;
        if (node is ConfigurationScalar { Value: long and >= 1 and <= LongestInterval and var interval }) return (int)interval;
        problems.Add(($"{key}.interval", NodeText.Describe(node), $"a whole number from 1 to {LongestInterval}"));
        return 1;
    }

    private int Backups(ConfigurationMapping handler, string key)
    {
        var node = handler.Find("backupCount")?.Value;
        if (node is null or { IsNull: true }) return 0;
        if (node is ConfigurationScalar { Value: long and >= 0 and <= MostBackups and var count }) return (int)count;
        problems.Add(($"{key}.backupCount", NodeText.Describe(node), $"a whole number from 0 to {MostBackups}"));
        return 0;
    }

    private LogLevel Level(ConfigurationMapping mapping, string key, LogLevel missing)
    {
        var node = mapping.Find("level")?.Value;
        if (node is null or { IsNull: true }) return missing;
        LogLevel? level = node switch
        {
            ConfigurationScalar { Value: long and var number } => PythonLogLevels.FromNumber(number),
            ConfigurationScalar { Text: var name } => PythonLogLevels.FromName(name),
            _ => null,
        };
        if (level is { } known) return known;
        problems.Add(($"{key}.level", NodeText.Describe(node), ALevel));
        return missing;
    }

    private ConfigurationMapping? Mapping(ConfigurationMapping parent, string name, string key)
    {
        var node = parent.Find(name)?.Value;
        if (node is null or { IsNull: true }) return null;
        if (node is ConfigurationMapping mapping) return mapping;
        problems.Add(($"{key}.{name}", NodeText.Describe(node), AMapping));
        return null;
    }

    private static string? Text(ConfigurationMapping mapping, string name) =>
        mapping.Find(name)?.Value is ConfigurationScalar { IsNull: false, Text: var text } ? text : null;
}
