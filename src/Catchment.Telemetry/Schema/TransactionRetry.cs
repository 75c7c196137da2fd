using System.Data.Common;
using Catchment.Core.Databases;
using Microsoft.Extensions.Logging;

namespace Catchment.Telemetry.Schema;

/// <summary>
/// Repeats a transaction that the database could not finish: it was away, or broke a deadlock. Waits between tries grow; after a minute of
/// failures it is given up.
/// </summary>
/// <param name="clock">The clock of the waits.</param>
/// <param name="logger">Is told of each failure.</param>
internal sealed partial class TransactionRetry(TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>Carries out the work, from its beginning at each try.</summary>
    /// <exception cref="DbException">The database refused, or stays away.</exception>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    internal T Run<T>(Func<T> work, CancellationToken cancellation)
    {
        var delay = new ReconnectDelay();
        long? began = null;
        while (true)
        {
            try
            {
                return work();
            }
            catch (Exception e) when (Database.IsAway(e) && !(began is { } first && clock.GetElapsedTime(first) > Limit))
            {
                began ??= clock.GetTimestamp();
                LogAway(logger, e.Message);
                Task.Delay(delay.Next(), clock, cancellation).GetAwaiter().GetResult();
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "the database could not finish ({Reason}); it is tried again")]
    private static partial void LogAway(ILogger logger, string reason);
}
