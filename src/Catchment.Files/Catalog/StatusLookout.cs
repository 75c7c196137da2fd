using System.Data.Common;
using Catchment.Core.Databases;
using Catchment.Files.Tables;

namespace Catchment.Files.Catalog;

/// <summary>
/// Sees to it that the ledger knows the newest events, also those of other programs and of people. While an ingester of ours is at work it
/// does that itself, once a second, and nothing is done here, so that it never waits for an onlooker; unless it pauses for long.
/// </summary>
/// <param name="database">Where the tables are.</param>
/// <param name="reader">Reads the ledger.</param>
/// <param name="files">Reads the events table.</param>
internal sealed class StatusLookout(FilesDatabase database, LedgerReader reader, FileReader files)
{
    /// <summary>Events that somebody who waits for an answer has the patience for: they are read in a second.</summary>
    private const int MostForImpatient = 100_000;

    /// <summary>Farther than any two zones are apart.</summary>
    private static readonly TimeSpan Wide = TimeSpan.FromHours(27);

    /// <summary>An ingester gives a sign of life more often than so.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    /// <summary>An ingester that lives and leaves events unread for so long pauses for longer than one who looks has patience.</summary>
    private static readonly TimeSpan Unread = TimeSpan.FromSeconds(30);

    /// <summary>Events of other zones are looked for so often.</summary>
    private static readonly TimeSpan WideEvery = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private long? _wide;

    /// <summary>Takes in what is new.</summary>
    /// <param name="isPatient">Looks for events of other zones however many there are.</param>
    /// <param name="cancellation">Ends it between two parts; what was taken in stays.</param>
    /// <returns>What is known of the events table; null: there is none, or an ingester that has not begun to read it.</returns>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public ScopeRow? Look(bool isPatient, CancellationToken cancellation)
    {
        if (database.Tables.EventsName is null)
            return null;
        var clock = database.Clock;
        var scope = Read(out var hasIngester);
        if (hasIngester && (!scope!.IsKnown || !LeavesUnread(scope)))
            return scope;
        lock (_gate)
        {
            // In SQLite rows are numbered as they arrive, and nothing comes in behind.
            var isWide = database.Original.Kind == DatabaseKind.PostgreSql && (_wide is not { } last || clock.GetElapsedTime(last) >= WideEvery) && (isPatient || !IsMuch(clock));
            try
            {
                IngesterTables.WithoutIngester(database).Refresh(isWide, cancellation);
            }
            catch (DbException e) when (Database.IsForbidden(e))
            {
                // Who may only read sees what the ledger has.
            }

            if (isWide)
                _wide = clock.GetTimestamp();
        }

        return Read(out _);
    }

    private bool LeavesUnread(ScopeRow scope)
    {
        using var connection = database.Original.Connect();
        return database.Tables.EventsAfter(connection, scope.Reached, 1) is [var next, ..]
            && next.Place.Start < LocalTime.Now(database.Clock) - (Unread.Ticks / TimeSpan.TicksPerMicrosecond);
    }

    private bool IsMuch(TimeProvider clock)
    {
        using var connection = database.Original.Connect();
        return files.HasMoreEvents(connection, LocalTime.Now(clock) - (Wide.Ticks / TimeSpan.TicksPerMicrosecond), MostForImpatient);
    }

    /// <summary>What is known as it is, without a look at what is new.</summary>
    public ScopeRow? Read(out bool hasIngester)
    {
        using var own = database.Own.Connect();
        var scope = database.Ledger.Scope(own, IngesterTables.NameOf(database.Tables));
        var since = (database.Clock.GetUtcNow() - Silence).Ticks / TimeSpan.TicksPerMicrosecond;
        hasIngester = scope is not null && reader.HasIngester(own, scope.Id, since);
        return scope;
    }
}
