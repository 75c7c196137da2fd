using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Catchment.Core.Tests.Hosting;

/// <summary>Keeps what is logged, as <c>category: message</c>.</summary>
internal sealed class RecordedLog : ILoggerFactory
{
    private readonly ConcurrentQueue<(LogLevel Level, string Line)> _events = new();

    public IReadOnlyList<string> Lines => [.. _events.Select(e => e.Line)];

    public IReadOnlyList<string> At(LogLevel level) => [.. _events.Where(e => e.Level == level).Select(e => e.Line)];

    public ILogger CreateLogger(string categoryName) => new Recorder(this, categoryName);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
        // Nothing is held.
    }

    private sealed class Recorder(RecordedLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log._events.Enqueue((logLevel, $"{category}: {formatter(state, exception)}"));
    }
}
