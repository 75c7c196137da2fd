using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Formatting;

namespace Catchment.Core.Diagnostics;

/// <summary>Makes the program's log: lines on standard error and, if wanted, in a rotating file.</summary>
public static class LogSetup
{
    /// <summary>Makes the log for this process.</summary>
    /// <param name="settings">What is logged, where and in which form.</param>
    public static ILoggerFactory Create(LogSettings settings)
    {
        LogConsole console = DetectConsole(
            Environment.GetEnvironmentVariable("JOURNAL_STREAM"),
            StandardErrorTarget(),
            Console.IsErrorRedirected);
        return Create(settings, console, static () => Console.Error);
    }

    /// <summary>Makes a log whose lines go to a given writer.</summary>
    /// <param name="settings">What is logged, where and in which form.</param>
    /// <param name="console">What kind of console the writer stands for.</param>
    /// <param name="output">Gives the writer for each event.</param>
    public static ILoggerFactory Create(LogSettings settings, LogConsole console, Func<TextWriter> output)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(output);
        bool json = settings.Format == LogFormat.Json;
        LoggerConfiguration configuration = new LoggerConfiguration()
            .MinimumLevel.Is(ToSerilog(settings.Level))
            .MinimumLevel.Override(LogLevels.Framework, LogEventLevel.Warning);
        Dictionary<string, PythonLogging> files = settings.ServiceFiles.Where(f => f.Value.Files.Any()).ToDictionary(StringComparer.Ordinal);
        foreach (string category in settings.Levels.Keys.Concat(files.Keys).Distinct(StringComparer.Ordinal))
        {
            configuration.MinimumLevel.Override(category, ToSerilog(Least(category)));
        }

#pragma warning disable CA2000 // The logger disposes its sinks.
        Add(new StreamSink(output, settings.ConsoleForm is { } form ? new PythonLineFormatter(form) : json ? JsonLineFormatter.Instance : ConsoleFormatter(console)));
        if (settings.File is { } file)
        {
            ITextFormatter formatter = json ? JsonLineFormatter.Instance : TextLineFormatter.ForFile;
            Add(new RotatingFileSink(file, settings.MaxBytes, settings.Backups, formatter, Complain));
        }

        // Services may share a file: it is set aside by one hand.
        foreach (var shared in files.SelectMany(f => f.Value.Files.Select(one => (Service: f.Key, File: one))).GroupBy(f => f.File))
        {
            configuration.WriteTo.Sink(new PythonLogFileSink([.. shared.Select(f => f.Service)], shared.Key, Complain));
        }
#pragma warning restore CA2000

#pragma warning disable CA2000 // The factory disposes the logger.
        return new SerilogLoggerFactory(configuration.CreateLogger(), dispose: true);
#pragma warning restore CA2000

        void Add(ILogEventSink sink) =>
            configuration.WriteTo.Sink(files.Count == 0 ? sink : new LeveledSink(sink, settings));

        // An event has to be made for the output that wants most; the others filter.
        LogLevel Least(string category) =>
            files.Where(f => LogLevels.IsPartOf(category, f.Key)).SelectMany(f => f.Value.Files).Select(f => f.Level).Append(LogLevels.Of(settings, category)).Min();

        // Past the log itself, which is what fails.
        void Complain(string problem) => output().WriteLine(LogText.OneLine($"log: {problem}"));
    }

    /// <summary>Finds out where standard error leads (systemd.exec(5), <c>$JOURNAL_STREAM</c>).</summary>
    /// <param name="journalStream">The variable: device and inode of the journal's socket. It is inherited by
    /// programs whose output goes elsewhere, so the inode is compared.</param>
    /// <param name="target">What <c>/proc/self/fd/2</c> links to; null when that is not known.</param>
    /// <param name="redirected">Whether standard error is something else than a terminal.</param>
    internal static LogConsole DetectConsole(string? journalStream, string? target, bool redirected)
    {
        if (!redirected)
        {
            return LogConsole.Terminal;
        }

        if (string.IsNullOrEmpty(journalStream))
        {
            return LogConsole.Redirected;
        }

        string inode = journalStream[(journalStream.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return target is null || string.Equals(target, $"socket:[{inode}]", StringComparison.Ordinal)
            ? LogConsole.Journal
            : LogConsole.Redirected;
    }

    private static string? StandardErrorTarget()
    {
        try
        {
            return new FileInfo("/proc/self/fd/2").LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // No /proc here; the variable alone decides.
            return null;
        }
    }

    private static TextLineFormatter ConsoleFormatter(LogConsole console) => console switch
    {
        LogConsole.Terminal => TextLineFormatter.ForTerminal,
        LogConsole.Journal => TextLineFormatter.ForJournal,
        _ => TextLineFormatter.ForFile,
    };

    private static LogEventLevel ToSerilog(LogLevel level) => level switch
    {
        LogLevel.Trace => LogEventLevel.Verbose,
        LogLevel.Debug => LogEventLevel.Debug,
        LogLevel.Information => LogEventLevel.Information,
        LogLevel.Warning => LogEventLevel.Warning,
        LogLevel.Error => LogEventLevel.Error,
        LogLevel.Critical => LogEventLevel.Fatal,
        _ => LevelAlias.Off,
    };
}
