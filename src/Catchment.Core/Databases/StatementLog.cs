using System.Collections;
using System.Globalization;
using Catchment.Core.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Catchment.Core.Databases;

/// <summary>Makes of what the PostgreSQL driver logs the statements alone, with their values.</summary>
/// <param name="log">Where they are told.</param>
internal sealed partial class StatementLog(ILogger log) : ILoggerFactory, ILogger
{
    private const string Commands = "Npgsql.Command";
    private const string Transactions = "Npgsql.Transaction";
    private const int MostCharacters = 4000;

    /// <summary>Tells one statement.</summary>
    public static void Tell(ILogger log, string? statement)
    {
        if (statement is null || !log.IsEnabled(LogLevel.Information))
            return;
        var line = LogText.OneLine(statement.Length > MostCharacters ? statement[..MostCharacters] + " ..." : statement);
        LogStatement(log, line);
    }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) =>
        categoryName is Commands or Transactions ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Debug && log.IsEnabled(LogLevel.Information);

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        switch (eventId.Name)
        {
            case "ExecutingCommand" or "ExecutingCommandWithParameters" when state is IReadOnlyList<KeyValuePair<string, object?>> said:
                var values = said.FirstOrDefault(v => v.Key == "Parameters").Value as IEnumerable;
                var text = Convert.ToString(said.FirstOrDefault(v => v.Key == "CommandText").Value, CultureInfo.InvariantCulture);
                Tell(log, values is null ? text : $"{text} [{string.Join(", ", values.Cast<object?>().Select(Text))}]");
                break;
            case "StartedTransaction":
                Tell(log, "BEGIN");
                break;
            case "CommittedTransaction":
                Tell(log, "COMMIT");
                break;
            case "RolledBackTransaction":
                Tell(log, "ROLLBACK");
                break;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing is held.
    }

    private static string Text(object? value) => value switch
    {
        null or DBNull => "NULL",
        string text => text,
        IEnumerable many => $"({string.Join(", ", many.Cast<object?>().Select(Text))})",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "{Statement}")]
    private static partial void LogStatement(ILogger log, string statement);
}
