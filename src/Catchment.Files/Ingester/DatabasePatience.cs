using System.Data.Common;
using Catchment.Core.Databases;
using Catchment.Core.Hosting;
using Microsoft.Extensions.Logging;

namespace Catchment.Files.Ingester;

/// <summary>Makes calls to the database, and after one that failed none until its wait is over. For one thread.</summary>
/// <param name="context">Where it is shown that the database is away.</param>
/// <param name="metrics">Where failures are counted.</param>
/// <param name="logger">Where the first of an outage is told.</param>
internal sealed partial class DatabasePatience(IServiceContext context, IngesterMetrics metrics, ILogger logger)
{
    private const string Key = "database";

    private readonly ReconnectDelay _delay = new();
    private long? _failedAt;
    private long? _awaySince;
    private TimeSpan _wait;

    /// <summary>How long until a call may be made.</summary>
    public TimeSpan Left => _failedAt is { } at && _wait - context.Time.GetElapsedTime(at) is { Ticks: > 0 } left ? left : TimeSpan.Zero;

    /// <summary>How long no call has succeeded; zero: the last one did.</summary>
    public TimeSpan AwayFor => _awaySince is { } since ? context.Time.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>The last error; null: the last call succeeded.</summary>
    public Exception? Error { get; private set; }

    /// <summary>Calls the database.</summary>
    /// <returns>False: it failed, or it is too early to try again.</returns>
    public bool Try(Action call)
    {
        if (Left > TimeSpan.Zero)
            return false;
        try
        {
            call();
        }
        catch (Exception e) when (e is DbException or TimeoutException || Database.IsAway(e))
        {
            Failed(e);
            return false;
        }

        if (_awaySince is not null)
            context.Recover(Key);
        (_failedAt, _awaySince, Error) = (null, null, null);
        _delay.Reset();
        return true;
    }

    private void Failed(Exception error)
    {
        metrics.DatabaseFailed();
        if (_awaySince is null)
            LogFailed(logger, error);
        Error = error;
        _failedAt = context.Time.GetTimestamp();
        _awaySince ??= _failedAt;
        _wait = _delay.Next();
        context.Degrade(Key, $"The database does not do what it has to ({error.Message.Trim().TrimEnd('.')}). Nothing is lost: it is tried again.");
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "the database refused")]
    private static partial void LogFailed(ILogger logger, Exception error);
}
