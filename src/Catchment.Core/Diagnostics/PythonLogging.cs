using System.Collections.Frozen;
using Catchment.Core.Configuration;
using Microsoft.Extensions.Logging;

namespace Catchment.Core.Diagnostics;

/// <summary>
/// What a logging dictionary of Python (<c>logging.config</c>, version 1), as it stands in files of original programs,
/// says about the file that a program logs to.
/// </summary>
public sealed record PythonLogging
{
    /// <summary>The form of a line when the dictionary names none that can be followed.</summary>
    public const string UsualFormat = "%(asctime)s %(levelname)s: %(message)s";

    /// <summary>Absolute path of the file; null when no handler writes one.</summary>
    public string? File { get; init; }

    /// <summary>The file is set aside before it grows to this many bytes; 0 lets it grow without end.</summary>
    public long MaxBytes { get; init; }

    /// <summary>How many files set aside are kept, the newest as <c>.1</c>; 0 lets the file grow without end, or, by the clock, keeps all.</summary>
    public int Backups { get; init; }

    /// <summary>When the file is set aside by the clock; null: by its size.</summary>
    public LogRotation? Rotation { get; init; }

    /// <summary>The least severe records that reach the file: they have to pass the logger and its handler.</summary>
    public LogLevel Level { get; init; } = LogLevel.Warning;

    /// <summary>The form of a line, as <see cref="PythonLogFormat"/> reads it.</summary>
    public string Format { get; init; } = UsualFormat;

    /// <summary>The form of <c>%(asctime)s</c> by <c>strftime</c>; null for <c>2024-05-01 07:32:12,856</c>.</summary>
    public string? DateFormat { get; init; }

    /// <summary>The name that records bear, as the original's logger has it; null: that of the service.</summary>
    public string? Logger { get; init; }

    /// <summary>Names of the original's loggers by our categories, where it has several; they go before <see cref="Logger"/>.</summary>
    public IReadOnlyDictionary<string, string> Loggers { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>A further file that the same records are written to; null: none.</summary>
    public PythonLogging? Further { get; init; }

    /// <summary>All files; none when no handler writes one.</summary>
    public IEnumerable<PythonLogging> Files
    {
        get
        {
            for (var one = this; one is not null; one = one.Further)
            {
                if (one.File is not null) yield return one;
            }
        }
    }

    /// <summary>The name that a record bears.</summary>
    /// <param name="category">The category of its logger; null: it has none.</param>
    internal string NameOf(string? category) => category is not null && Loggers.TryGetValue(category, out var name) ? name : Logger ?? category ?? "root";

    /// <summary>
    /// Reads a dictionary. Followed are the handlers of <c>root</c> that write a file, or, when it has none, those of the first of
    /// <c>loggers</c> that has any; handlers of other classes are left out, and so is everything else that does not bear on the file.
    /// </summary>
    /// <param name="node">The dictionary; null when there is none.</param>
    /// <param name="baseFolder">Absolute folder that a relative file name starts from.</param>
    /// <param name="key">The dictionary's key, for problems.</param>
    /// <param name="problems">Takes what is wrong: the key, what stands there, what may.</param>
    /// <returns>What the dictionary says; null when there is none or it is no mapping.</returns>
    public static PythonLogging? Read(
        ConfigurationNode? node, string baseFolder, string key, ICollection<(string Key, string Found, string Allowed)> problems)
    {
        ArgumentNullException.ThrowIfNull(baseFolder);
        ArgumentNullException.ThrowIfNull(problems);
        return new PythonLoggingReader(baseFolder, problems).Read(node, key);
    }
}
