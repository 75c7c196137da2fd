using Serilog.Core;
using Serilog.Events;

namespace Catchment.Core.Diagnostics;

/// <summary>Writes the events of one service to the log file of the original program that it stands in for.</summary>
/// <param name="service">The service: the category of its events, or what stands before its first dot.</param>
/// <param name="settings">The file.</param>
/// <param name="complain">Takes one line for the operator when the file cannot be written.</param>
internal sealed class PythonLogFileSink(string service, PythonLogging settings, Action<string> complain) : ILogEventSink, IDisposable
{
    private readonly PythonLogFile _file = new(settings, complain);

    /// <inheritdoc/>
    public void Emit(LogEvent logEvent)
    {
        if (LogMessage.Source(logEvent) is not { } source || !LogLevels.IsPartOf(source, service)) return;
        _file.Write(
            logEvent.Timestamp.DateTime, LogLevels.ToMicrosoft(logEvent.Level), source, LogMessage.Render(logEvent), logEvent.Exception);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
