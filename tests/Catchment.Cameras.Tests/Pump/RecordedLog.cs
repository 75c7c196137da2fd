using Microsoft.Extensions.Logging;

namespace Catchment.Cameras.Tests.Pump;

/// <summary>A log that keeps its lines.</summary>
internal sealed class RecordedLog : ILogger
{
    private readonly List<string> _lines = [];

    /// <summary>Level and text of each line.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
                return [.. _lines];
        }
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lines)
            _lines.Add($"{logLevel}: {formatter(state, exception)}");
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;
}
