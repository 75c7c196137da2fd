using System.Data.Common;
using Catchment.Core.Databases;
using Catchment.Files.Tables;

namespace Catchment.Files.Catalog;

/// <summary>
/// Sees to it that the ledger knows the newest events, also those of other programs and of people. While an ingester of ours is at work it
/// does that itself, once a second, and nothing is done here, so that it never waits for an onlooker.
/// </summary>
/// <param name="database">Where the tables are.</param>
/// <param name="reader">Reads the ledger.</param>
internal sealed class StatusLookout(FilesDatabase database, LedgerReader reader)
{
    /// <summary>An ingester gives a sign of life more often than so.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    /// <summary>Events of other zones are looked for so often.</summary>
    private static readonly TimeSpan WideEvery = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private long? _wide;

    /// <summary>Takes in what is new.</summary>
    /// <param name="cancellation">Ends it between two parts; what was taken in stays.</param>
    /// <returns>What is known of the events table; null: there is none, or an ingester that has not begun to read it.</returns>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public ScopeRow? Look(CancellationToken cancellation)
    {
        if (database.Tables.EventsName is null)
            return null;
        var clock = database.Clock;
        var scope = Read(out var hasIngester);
        if (hasIngester)
            return scope;
        lock (_gate)
        {
            var isWide = _wide is not { } last || clock.GetElapsedTime(last) >= WideEvery;
            try
            {
                IngesterTables.WithoutIngester(database).Refresh(isWide && database.Original.Kind == DatabaseKind.PostgreSql, cancellation);
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

    /// <summary>What is known as it is, without a look at what is new.</summary>
    public ScopeRow? Read(out bool hasIngester)
    {
        using var own = database.Own.Connect();
        var scope = reader.Scope(own, IngesterTables.NameOf(database.Tables));
        var since = (database.Clock.GetUtcNow() - Silence).Ticks / TimeSpan.TicksPerMicrosecond;
        hasIngester = scope is not null && reader.HasIngester(own, scope.Id, since);
        return scope;
    }
}
