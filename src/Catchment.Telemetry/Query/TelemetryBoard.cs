using System.Data.Common;
using System.Text.Json;
using Catchment.Core.Databases;
using Catchment.Telemetry.Replicas;
using Catchment.Telemetry.Schema;

namespace Catchment.Telemetry.Query;

/// <summary>
/// Questions about telemetry for those who watch a running node. The database is opened when somebody asks, and again when that failed; each
/// question has a thread of its own, and only so many are asked at once. Safe for many threads.
/// </summary>
public sealed class TelemetryBoard : IDisposable
{
    /// <summary>Questions that are asked at once; further ones wait until one is done.</summary>
    public const int MostAtOnce = 6;

    /// <summary>Questions that wait; a further one is refused.</summary>
    public const int MostWaiting = 64;

    /// <summary>The usual <see cref="Limit"/>.</summary>
    public static readonly TimeSpan UsualLimit = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _places = new(MostAtOnce);
    private readonly CancellationTokenSource _end = new();
    private readonly Func<TelemetryDatabase> _open;
    private readonly TimeProvider _clock;
    private TelemetryDatabase? _database;
    private int _asked;

    /// <summary>Makes a board; opens nothing yet.</summary>
    /// <param name="open">Opens the database, with <see cref="MostAtOnce"/> connections or more.</param>
    /// <param name="clock">The clock of ages.</param>
    /// <param name="limit">The longest time that a question may take; null: <see cref="UsualLimit"/>.</param>
    public TelemetryBoard(Func<TelemetryDatabase> open, TimeProvider clock, TimeSpan? limit = null) => (_open, _clock, Limit) = (open, clock, limit ?? UsualLimit);

    /// <summary>The clock of ages, and of the limit.</summary>
    public TimeProvider Clock => _clock;

    /// <summary>The longest time that a question may take from when it has its place, the time to take its rows included. Who waits for whoever takes the rows has to end that.</summary>
    public TimeSpan Limit { get; }

    /// <summary>Asks, on a thread of its own that may wait for the database and for whoever takes the rows.</summary>
    /// <typeparam name="T">The answer.</typeparam>
    /// <param name="question">The question, and what is done with its rows.</param>
    /// <param name="cancellation">Ends it: the database stops working for it.</param>
    /// <exception cref="TelemetryUnavailableException">It cannot be answered now.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public Task<T> AskAsync<T>(Func<TelemetryQueries, CancellationToken, T> question, CancellationToken cancellation) =>
        AskAsync((database, stop) => question(new TelemetryQueries(database, _clock, Limit), stop), cancellation);

    /// <summary>Asks about files and their copies, on a thread of its own.</summary>
    /// <typeparam name="T">The answer.</typeparam>
    /// <param name="question">The question, to both.</param>
    /// <param name="cancellation">Ends it: the database stops working for it.</param>
    /// <exception cref="TelemetryUnavailableException">It cannot be answered now.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public Task<T> AskAsync<T>(Func<TelemetryQueries, ReplicaQueries, CancellationToken, T> question, CancellationToken cancellation) =>
        AskAsync((database, stop) => question(new TelemetryQueries(database, _clock, Limit), new ReplicaQueries(database, Limit), stop), cancellation);

    private async Task<T> AskAsync<T>(Func<TelemetryDatabase, CancellationToken, T> question, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _end.Token);
        if (Interlocked.Increment(ref _asked) > MostAtOnce + MostWaiting)
        {
            Interlocked.Decrement(ref _asked);
            throw new TelemetryUnavailableException($"{MostAtOnce + MostWaiting} questions about telemetry are asked already. Ask again in a moment.");
        }

        try
        {
            await _places.WaitAsync(stop.Token).ConfigureAwait(false);
            using var over = new CancellationTokenSource(Limit, _clock);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, over.Token);
            try
            {
                return await Task.Factory.StartNew(() => question(Open(), end.Token), end.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
            }
            catch (OperationCanceledException e) when (over.IsCancellationRequested && !stop.IsCancellationRequested)
            {
                throw new TelemetryUnavailableException($"The question took longer than {Limit}. Ask for less.", e);
            }
            finally
            {
                _places.Release();
            }
        }
        catch (TimeoutException e)
        {
            throw new TelemetryUnavailableException(e.Message, e);
        }
        catch (Exception e) when (e is DbException or TelemetryDatabaseException or FormatException or JsonException or IOException or UnauthorizedAccessException)
        {
            // A client that goes away makes its own connection fail, which is nothing of the database's.
            stop.Token.ThrowIfCancellationRequested();
            throw new TelemetryUnavailableException($"The telemetry database {(Database.IsAway(e) ? "cannot be reached" : "cannot be used")}: {e.Message}", e);
        }
        finally
        {
            Interlocked.Decrement(ref _asked);
        }
    }

    /// <summary>Ends every question, and closes the database.</summary>
    public void Dispose()
    {
        _end.Cancel();
        lock (_gate)
        {
            _database?.Dispose();
            _database = null;
        }
    }

    private TelemetryDatabase Open()
    {
        lock (_gate)
        {
            _end.Token.ThrowIfCancellationRequested();
            return _database ??= _open();
        }
    }
}
