using System.Data.Common;

namespace Catchment.Files.Tables;

/// <summary>Signs of life, and claims of ingesters that give none any more.</summary>
public sealed partial class IngesterTables
{
    /// <summary>Gives a sign of life.</summary>
    /// <returns>False: others took this ingester for dead, and its claims are theirs to decide.</returns>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    public bool Renew()
    {
        using var own = _database.Own.Connect();
        return Ledger.Renew(own, Worker, UtcNow);
    }

    /// <summary>
    /// Decides the claims of ingesters that are gone: an attempt that may have begun becomes UNKNOWN, what was not touched goes back
    /// to the status it was chosen by.
    /// </summary>
    /// <param name="silence">How long an ingester may give no sign of life.</param>
    /// <param name="ownPlace">Those of this ingester's place are gone in any case.</param>
    /// <param name="cancellation">Ends it; what was not decided then is decided the next time.</param>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public RecoveredClaims Recover(TimeSpan silence, bool ownPlace, CancellationToken cancellation = default)
    {
        if (!_database.IsOneStore)
        {
            // A result may have been written just before the end, and not our note of it: that attempt is not unknown.
            using (var own = _database.Own.Connect())
            {
                if (Gone(own, silence, ownPlace).Count == 0)
                    return new RecoveredClaims(0, 0);
            }

            Refresh(isWide: _database.KeepsToItself, cancellation);
        }

        using var unit = new FilesUnit(_database);
        var recovered = new RecoveredClaims(0, 0);
        foreach (var worker in Gone(unit.Own, silence, ownPlace))
        {
            var of = Decide(unit, worker, Ledger.Claimed(unit.Own, worker));
            recovered = new RecoveredClaims(recovered.Unknown + of.Unknown, recovered.GivenBack + of.GivenBack);
            Ledger.RemoveWorker(unit.Own, worker);
        }

        unit.CommitOriginalFirst();
        return recovered;
    }

    /// <summary>Decides claims of this ingester that it does not know of: the answer of the database to their taking was lost.</summary>
    /// <param name="known">The files that it knows it has.</param>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    public RecoveredClaims RecoverLost(IReadOnlySet<long> known)
    {
        using var unit = new FilesUnit(_database);
        var states = Ledger.Claimed(unit.Own, Worker);
        foreach (var file in states.Keys.Where(known.Contains).ToArray())
            states.Remove(file);
        var recovered = Decide(unit, Worker, states);
        unit.CommitOriginalFirst();
        return recovered;
    }

    /// <summary>Leaves: this ingester has no claims any more. While it has some, its successor decides them.</summary>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    public void Leave()
    {
        using var own = _database.Own.Connect();
        Ledger.RemoveWorker(own, Worker);
    }

    private List<long> Gone(DbConnection own, TimeSpan silence, bool ownPlace) =>
        Ledger.Gone(own, Scope, Worker, ownPlace ? _place : null, UtcNow - (silence.Ticks / TimeSpan.TicksPerMicrosecond));

    private RecoveredClaims Decide(FilesUnit unit, long worker, Dictionary<long, FileState> states)
    {
        var now = LocalTime.Now(_database.Clock);
        var events = new List<FileEvent>();
        foreach (var (file, state) in states.ToArray())
        {
            // Decided already, or its PENDING was never written: then only the note is left to take back.
            var isOpen = state.Status == FileStatus.Pending && (_database.IsOneStore || Tables.HasEvent(unit.Original, file, state.Since));
            var status = state.HasBegun ? FileStatus.Unknown : state.CameFrom ?? FileStatus.Unknown;
            var start = Math.Max(now, state.Newest + 1);
            if (isOpen)
                events.Add(new FileEvent(file, start, status));
            states[file] = isOpen ? After(state, worker, status, start)
                : state.Status == FileStatus.Pending ? state with { Status = state.CameFrom ?? FileStatus.Untried, Worker = null, CameFrom = null }
                : state with { Worker = null, CameFrom = null };
        }

        Write(unit, events, states);
        var unknown = events.Count(e => e.Status == FileStatus.Unknown);
        return new RecoveredClaims(unknown, events.Count - unknown);
    }
}
