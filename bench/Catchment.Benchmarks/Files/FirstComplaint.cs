using Microsoft.Extensions.Logging;

namespace Catchment.Benchmarks.Files;

/// <summary>Keeps the first warning or error that is logged; writes nothing. Thread-safe.</summary>
internal sealed class FirstComplaint : ILoggerFactory, ILogger
{
    /// <summary>The text; null: there was none.</summary>
    internal string? Text { get; private set; }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => this;

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
            Text ??= formatter(state, exception);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
