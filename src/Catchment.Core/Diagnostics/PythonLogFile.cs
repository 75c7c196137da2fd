using System.Text;
using Microsoft.Extensions.Logging;

namespace Catchment.Core.Diagnostics;

/// <summary>
/// The log file of an original program, written on in its form: what the file's level lets through, set aside by size as
/// <c>RotatingFileHandler</c> does, or by the clock as <c>TimedRotatingFileHandler</c> does. A file that cannot be written is told once and tried again with every record.
/// Thread-safe.
/// </summary>
public sealed class PythonLogFile : IDisposable
{
    private readonly RotatingFile _file;
    private readonly PythonLogFormat _format;
    private readonly PythonLogging _settings;

    /// <summary>Names the file; the first record opens it, or makes it with its folder.</summary>
    /// <param name="settings">The file, its bounds, level and form.</param>
    /// <param name="complain">Takes one line for the operator when the file cannot be written.</param>
    /// <exception cref="ArgumentException">The settings name no file.</exception>
    public PythonLogFile(PythonLogging settings, Action<string> complain)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(complain);
        var path = settings.File ?? throw new ArgumentException("the settings name no file", nameof(settings));
        Level = settings.Level;
        _settings = settings;
        _file = new RotatingFile(path, settings.MaxBytes, settings.Backups, complain, settings.Rotation);
        _format = new PythonLogFormat(settings.Format, settings.DateFormat);
    }

    /// <summary>The least severe records that are written.</summary>
    public LogLevel Level { get; }

    /// <summary>Writes a record if the level lets it through; it is in the file when the call returns.</summary>
    /// <param name="localTime">When it was made, in local time.</param>
    /// <param name="level">How severe it is.</param>
    /// <param name="logger">Name of its logger: the service.</param>
    /// <param name="message">Its text.</param>
    public void Write(DateTime localTime, LogLevel level, string logger, string message) => Write(localTime, level, logger, message, null);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>Writes a record; the lines of its exception follow, each indented.</summary>
    internal void Write(DateTime localTime, LogLevel level, string logger, string message, Exception? exception)
    {
        if (level < Level || level == LogLevel.None) return;
        _file.Append(Encoding.UTF8.GetBytes(_format.RenderLines(localTime, level, _settings.NameOf(logger), message, exception)), localTime);
    }
}
