using Serilog.Core;
using Serilog.Events;

namespace Catchment.Core.Diagnostics;

/// <summary>Writes the events of services to the log file of the original program that they stand in for.</summary>
/// <param name="services">The services: the categories of their events, or what stands before the first dot.</param>
/// <param name="settings">The file.</param>
/// <param name="complain">Takes one line for the operator when the file cannot be written.</param>
internal sealed class PythonLogFileSink(IReadOnlyCollection<string> services, PythonLogging settings, Action<string> complain) : ILogEventSink, IDisposable
{
    private readonly PythonLogFile _file = new(settings, complain);

    /// <inheritdoc/>
    public void Emit(LogEvent logEvent)
    {
        if (LogMessage.Source(logEvent) is not { } source || !services.Any(service => LogLevels.IsPartOf(source, service))) return;
        _file.Write(
            logEvent.Timestamp.DateTime, LogLevels.ToMicrosoft(logEvent.Level), source, LogMessage.Render(logEvent), logEvent.Exception);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
