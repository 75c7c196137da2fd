using Microsoft.Extensions.Logging;

namespace Catchment.Core.Diagnostics;

/// <summary>What is logged, where and in which form.</summary>
public sealed record LogSettings
{
    /// <summary>The least severe level that is logged, where <see cref="Levels"/> says nothing else.</summary>
    public LogLevel Level { get; init; } = LogLevel.Information;

    /// <summary>Levels of single services by name (or of a part of one, such as <c>hub.writer</c>).</summary>
    public IReadOnlyDictionary<string, LogLevel> Levels { get; init; } = new Dictionary<string, LogLevel>(StringComparer.Ordinal);

    /// <summary>A file that gets every line too; null for none. Its folder is made when it is missing.</summary>
    public string? File { get; init; }

    /// <summary>The file is set aside before it grows past this many bytes; 0 lets it grow without end.</summary>
    public long MaxBytes { get; init; } = 10 * 1024 * 1024;

    /// <summary>
    /// How many files set aside are kept, as <c>&lt;file&gt;.1</c> (the newest), <c>.2</c> and so on; 0 lets the
    /// file grow without end, too.
    /// </summary>
    public int Backups { get; init; } = 5;

    /// <summary>The form of a line, on the console and in the file.</summary>
    public LogFormat Format { get; init; } = LogFormat.Text;

    /// <summary>The form of lines on the console, when the program stands in for one whose lines are read by others; null: our own. Its file and level do not matter.</summary>
    public PythonLogging? ConsoleForm { get; init; }

    /// <summary>
    /// Log files of single services in the form of the original programs, by the service's name. A file gets the events of
    /// that service and its parts that the file's own level lets through; the other outputs keep their levels.
    /// </summary>
    public IReadOnlyDictionary<string, PythonLogging> ServiceFiles { get; init; } = new Dictionary<string, PythonLogging>(StringComparer.Ordinal);
}
