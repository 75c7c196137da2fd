using Catchment.Core.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Catchment.Cameras.Watcher.Sentinel;

/// <summary>The log of what one sentinel says: a file as the original wrote it, or the watcher's own log when none is configured.</summary>
/// <remarks>Source: the camera specification, 10.5 and 10.6.</remarks>
internal sealed partial class SentinelLog : IDisposable
{
    private const string Ending = ".log";

    private readonly string _agent;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly PythonLogFile[] _files;

    /// <summary>Names the file.</summary>
    /// <param name="agent">The sentinel's name.</param>
    /// <param name="file">The log of the configured sentinel (<c>logconfigs.sentinel_agent</c>); null: none.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The watcher's own log.</param>
    internal SentinelLog(string agent, PythonLogging? file, TimeProvider time, ILogger logger)
    {
        _agent = agent;
        _time = time;
        _logger = logger;
        _files =
        [
            .. (file?.Files ?? []).Select(f => new PythonLogFile(
                f with { File = agent == SentinelAgent.Configured ? f.File : NameFor(f.File!, agent) }, problem => LogComplaint(logger, problem))),
        ];
    }

    /// <summary>Writes a line.</summary>
    internal void Write(LogLevel level, string text)
    {
        foreach (var file in _files)
            file.Write(_time.GetLocalNow().DateTime, level, _agent, text);
        if (_files.Length == 0 && _logger.IsEnabled(level))
            LogText(_logger, level, _agent, text);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var file in _files)
            file.Dispose();
    }

    /// <summary>The file of a further sentinel: <c>&lt;name of the log without .log&gt;_&lt;agent&gt;.log</c>.</summary>
    internal static string NameFor(string path, string agent) =>
        $"{(path.EndsWith(Ending, StringComparison.Ordinal) ? path[..^Ending.Length] : path)}_{agent}{Ending}";

    [LoggerMessage(Message = "[{Agent}] {Text}")]
    private static partial void LogText(ILogger logger, LogLevel level, string agent, string text);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Problem}")]
    private static partial void LogComplaint(ILogger logger, string problem);
}
