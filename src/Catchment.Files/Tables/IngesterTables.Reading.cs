using Microsoft.Extensions.Logging;

namespace Catchment.Files.Tables;

/// <summary>How events that others wrote are taken in.</summary>
public sealed partial class IngesterTables
{
    /// <summary>
    /// The events table's row, locked. When the last event that was read is not there any more, the tables were made anew, or a person took it
    /// out: they are read from the beginning, and what was known of files is forgotten, but for what ingesters have.
    /// </summary>
    private ScopeRow KnownScope(FilesUnit unit)
    {
        var scope = Ledger.LockScope(unit.Own, ScopeName);
        if (scope.Reached == EventPlace.Beginning || Tables.Holds(unit.Original, scope.Reached))
            return scope;
        var claimed = Ledger.AllClaimed(unit.Own, scope.Id);
        var kept = claimed.Count > 0 ? Tables.Existing(unit.Original, claimed) : [];
        if (_logger is not null)
            LogReadAgain(_logger, Tables.EventsName!, kept.Count);
        return ForgetStates(unit, scope.Id, kept);
    }

    private ScopeRow ForgetStates(FilesUnit unit, long id, IReadOnlyList<long> kept)
    {
        var scope = new ScopeRow(id, EventPlace.Beginning, 0, IsKnown: false);
        Ledger.ForgetStates(unit.Own, id, kept);
        Ledger.SaveScope(unit.Own, scope);
        return scope;
    }

    private void TakeIn(FilesUnit unit, IReadOnlyList<PlacedEvent> events)
    {
        if (events.Count == 0)
            return;
        var reruns = events.Where(e => e.Status == FileStatus.Rerun).Select(e => e.Place.FileId).ToHashSet();
        var known = reruns.Count > 0 ? Ledger.KnownReruns(unit.Own, Scope, reruns) : [];

        // Most of it is what ingesters of ours wrote, with the state: looked at without locks, which are writes to the server.
        var (changed, _) = Changes(events, Ledger.States(unit.Own, Scope, events.Select(e => e.Place.FileId).ToHashSet(), isLocked: false), known);
        if (changed.Count == 0)
            return;
        var (after, fresh) = Changes([.. events.Where(e => changed.ContainsKey(e.Place.FileId))], Ledger.States(unit.Own, Scope, changed.Keys), known);
        Ledger.Put(unit.OwnTransaction, Scope, after);
        Ledger.Remember(unit.OwnTransaction, Scope, fresh);
    }

    /// <summary>The states that events change, and RERUNs that were not met before.</summary>
    internal static (Dictionary<long, FileState> States, List<(long File, long Start)> Reruns) Changes(
        IReadOnlyList<PlacedEvent> events, Dictionary<long, FileState> before, HashSet<(long, long)> known)
    {
        var reruns = new List<(long File, long Start)>();
        var met = new HashSet<(long, long)>();
        var after = new Dictionary<long, FileState>();
        foreach (var e in events)
        {
            var place = (e.Place.FileId, e.Place.Start);
            var isNewRerun = e.Status == FileStatus.Rerun && !known.Contains(place) && met.Add(place);
            if (isNewRerun)
                reruns.Add(place);
            var file = e.Place.FileId;
            if (FileState.With(after.GetValueOrDefault(file) ?? before.GetValueOrDefault(file), e, isNewRerun) is { } state)
                after[file] = state;
        }

        foreach (var (file, state) in before)
        {
            if (after.TryGetValue(file, out var now) && now.Equals(state) && !reruns.Exists(r => r.File == file))
                after.Remove(file);
        }

        return (after, reruns);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "the last event that was read is not in {Events} any more: all are read again; {Count} files that ingesters have stay theirs")]
    private static partial void LogReadAgain(ILogger logger, string events, int count);
}
