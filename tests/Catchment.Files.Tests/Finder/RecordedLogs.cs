using Microsoft.Extensions.Logging;

namespace Catchment.Files.Tests.Finder;

/// <summary>Keeps what is logged.</summary>
internal sealed class RecordedLogs : ILoggerFactory
{
    private readonly Lock _gate = new();
    private readonly List<(LogLevel Level, string Logger, string Text)> _lines = [];

    internal LogLevel Least { get; set; } = LogLevel.Debug;

    internal IReadOnlyList<(LogLevel Level, string Logger, string Text)> Lines
    {
        get
        {
            lock (_gate)
                return [.. _lines];
        }
    }

    /// <summary>How many lines of a level tell of a path.</summary>
    internal int Count(LogLevel level, string path) => Lines.Count(l => l.Level == level && l.Text.Contains(path, StringComparison.Ordinal));

    public ILogger CreateLogger(string categoryName) => new Recorder(this, categoryName);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    private sealed class Recorder(RecordedLogs logs, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= logs.Least;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (logs._gate)
                logs._lines.Add((logLevel, name, formatter(state, exception)));
        }
    }
}
