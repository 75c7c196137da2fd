using System.Data.Common;
using Catchment.Core.Storage;
using Catchment.Telemetry.Replicas.Copying;
using Catchment.Telemetry.Schema;
using Catchment.Telemetry.Settings;
using Microsoft.Extensions.Logging;

namespace Catchment.Telemetry.Replicas.Verifying;

/// <summary>
/// Looks at the copies on this computer's volumes, and notes in their rows what is not as it was. No row is lost by that: one of a copy that is
/// gone stays, without a size, until it is to be forgotten; and of a volume that is not mounted nothing is said. Source: <c>telemetry</c> 13.
/// </summary>
/// <param name="settings">What it runs with.</param>
/// <param name="database">The database.</param>
/// <param name="clock">The clock of its waits.</param>
/// <param name="logger">Its log.</param>
public sealed class ReplicaVerification(TelemetrySettings settings, TelemetryDatabase database, TimeProvider clock, ILogger logger)
{
    private const int PageRows = 5000;
    private const long CoarsestClock = 2_000_000; // microseconds: FAT has even seconds

    private readonly TransactionRetry _retry = new(clock, logger);
    private VerificationReport _report = new();

    /// <summary>The contents of copies and originals are compared, where the originals are this computer's and there.</summary>
    public bool Compares { get; init; }

    /// <summary>The rows of copies that are gone are removed.</summary>
    public bool Forgets { get; init; }

    /// <summary>Looks at the copies in a store, as far as it tells without sending their content: size, and time and digest of the original that went with them.</summary>
    /// <param name="store"><c>s3://bucket/prefix</c>.</param>
    /// <param name="options">How it is reached.</param>
    /// <param name="found">Told of each copy that is not as it should be.</param>
    /// <param name="progress">Told now and then.</param>
    /// <param name="stop">Ends it; what was found is recorded.</param>
    /// <returns>What it came to.</returns>
    /// <exception cref="CopyTargetException">The store cannot be used.</exception>
    /// <exception cref="DbException">The database refused, or stays away.</exception>
    /// <exception cref="OperationCanceledException">It was ended while it waited for the database or the store.</exception>
    public VerificationReport RunStore(string store, TelemetryReplicaOptions options, Action<ReplicaFinding>? found, IProgress<VerificationProgress>? progress, CancellationToken stop)
    {
        using var target = StoreTarget.Open(store, options, stop);
        return Run(target.Hostname, [target.Root], new StoredCopies(target), found, progress, stop);
    }

    /// <summary>Looks at the copies on this computer's volumes. For one call at a time.</summary>
    /// <param name="volumes">Only what is in these folders, of which each has to be there; empty: on all volumes.</param>
    /// <param name="found">Told of each copy that is not as it should be.</param>
    /// <param name="progress">Told now and then.</param>
    /// <param name="stop">Ends it; what was found is recorded.</param>
    /// <returns>What it came to.</returns>
    /// <exception cref="DirectoryNotFoundException">A volume is not there, or nothing is in it.</exception>
    /// <exception cref="DbException">The database refused, or stays away.</exception>
    /// <exception cref="OperationCanceledException">It was ended while it waited for the database.</exception>
    public VerificationReport Run(IReadOnlyList<string> volumes, Action<ReplicaFinding>? found, IProgress<VerificationProgress>? progress, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(volumes);
        var folders = volumes.Select(static v => Path.GetFullPath(v).TrimEnd('/')).ToArray();
        foreach (var folder in folders)
        {
            if (!FolderTarget.HasContent(folder))
                throw new DirectoryNotFoundException($"There is nothing in {folder}/: is the volume mounted?");
        }

        return Run(settings.ReplicaHost, folders, new CopiesOnVolumes(folders, settings.Replicas.Maps), found, progress, stop);
    }

    private VerificationReport Run(string hostname, string[] roots, IVerifiedPlace place, Action<ReplicaFinding>? found, IProgress<VerificationProgress>? progress, CancellationToken stop)
    {
        _report = new VerificationReport();
        var reader = new ReplicaReader(database, _retry);
        var batch = new ReplicaBatch(database, _retry, PageRows);
        ReplicaRow? last = null;
        while (!stop.IsCancellationRequested && reader.Copies(hostname, last, PageRows, stop) is { Count: > 0 } page)
        {
            last = page[^1];
            var gone = new List<ReplicaRow>();
            foreach (var row in page.Where(r => roots.Length == 0 || roots.Any(f => ReplicaMap.Covers(f, r.Path))))
            {
                if (stop.IsCancellationRequested)
                    break;
                Look(row, place, batch, gone, found, stop);
                progress?.Report(new VerificationProgress(_report.Looked, _report.Faults));
            }

            batch.Save(CancellationToken.None);
            if (Forgets && gone.FindAll(row => IsGone(row, place, stop)) is { Count: > 0 } forgotten)
                _report = _report with { Forgotten = _report.Forgotten + Forget(forgotten) };
        }

        return _report with { IsStopped = stop.IsCancellationRequested };
    }

    private void Look(ReplicaRow row, IVerifiedPlace place, ReplicaBatch batch, List<ReplicaRow> gone, Action<ReplicaFinding>? found, CancellationToken stop)
    {
        try
        {
            var copy = place.Look(row.Path, stop);
            if (copy is null && place.IsAway(row.Path))
            {
                _report = _report with { Away = _report.Away + 1 };
                return;
            }

            var (original, isOriginalHere) = LookAtOriginal(row);
            var (fault, now) = copy is { } facts ? Judge(row, facts, original, place, stop) : (ReplicaFault.Gone, row with { Size = null });
            if (fault == ReplicaFault.Gone)
                gone.Add(row);
            if (now != row)
                batch.Add(now with { IsCompared = true }, original: null, CancellationToken.None);
            Count(fault, row, now);
            if (isOriginalHere == false)
                _report = _report with { OriginalsGone = _report.OriginalsGone + 1 };
            if (fault is { } wrong)
                found?.Invoke(new ReplicaFinding(wrong, row.OriginHost, row.OriginPath, row.Path, isOriginalHere, Reason: null));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Count(ReplicaFault.Unreadable, row, row);
            found?.Invoke(new ReplicaFinding(ReplicaFault.Unreadable, row.OriginHost, row.OriginPath, row.Path, IsOriginalHere: null, e.Message));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // While it compared: of this one nothing is said.
        }
    }

    /// <summary>An original, and whether it is there; null where that cannot be seen from here, which is no fault of its copy.</summary>
    private (FileFacts? Facts, bool? IsHere) LookAtOriginal(ReplicaRow row)
    {
        if (row.OriginHost != settings.Hostname)
            return (null, null);
        try
        {
            var facts = ContentComparison.Look(row.OriginPath);
            return (facts, facts is not null);
        }
        catch (IOException)
        {
            return (null, null);
        }
    }

    /// <summary>Whether a copy is gone still: its volume may have been taken away, or have come, since it was looked for.</summary>
    private static bool IsGone(ReplicaRow row, IVerifiedPlace place, CancellationToken stop)
    {
        try
        {
            return place.Look(row.Path, stop) is null && !place.IsAway(row.Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException || (e is OperationCanceledException && stop.IsCancellationRequested))
        {
            return false;
        }
    }

    /// <summary>What is to be said of a copy that is there, and its row from now on.</summary>
    private (ReplicaFault? Fault, ReplicaRow Now) Judge(ReplicaRow row, CopyFacts copy, FileFacts? original, IVerifiedPlace place, CancellationToken stop)
    {
        var now = row with { Size = copy.Size };
        ReplicaFault? resized = row.Size is { } size && size != copy.Size ? ReplicaFault.Resized : null;
        if (Compares && original is { Kind: FileKind.File } there && there.Size == copy.Size && place.HasContentOf(row, there, stop) is { } isSame)
        {
            _report = _report with { Compared = _report.Compared + 1 };
            var ofOriginal = Instant.OfFile(there.Modified);
            if (isSame)
                return (null, now with { Modified = ofOriginal });
            if (row.Modified is null || row.Modified == ofOriginal)
                return (ReplicaFault.Damaged, now with { Modified = null });
        }

        if (row.Modified is not { } recorded)
            return (ReplicaFault.Damaged, now); // until a comparison says otherwise
        return (resized ?? (copy.Modified is { } modified && Math.Abs(modified - recorded) >= CoarsestClock ? ReplicaFault.Touched : null), now);
    }

    private void Count(ReplicaFault? fault, ReplicaRow row, ReplicaRow now) => _report = _report with
    {
        Looked = _report.Looked + 1,
        Intact = _report.Intact + (fault is null ? 1 : 0),
        Gone = _report.Gone + (fault == ReplicaFault.Gone ? 1 : 0),
        Damaged = _report.Damaged + (fault == ReplicaFault.Damaged ? 1 : 0),
        Resized = _report.Resized + (fault == ReplicaFault.Resized ? 1 : 0),
        Touched = _report.Touched + (fault == ReplicaFault.Touched ? 1 : 0),
        Unreadable = _report.Unreadable + (fault == ReplicaFault.Unreadable ? 1 : 0),
        Returned = _report.Returned + (row.Size is null && now.Size is not null ? 1 : 0),
    };

    private int Forget(List<ReplicaRow> rows) => _retry.Run(
        () =>
        {
            using var connection = database.Connect();
            using var transaction = connection.BeginTransaction();
            var removed = ReplicaStore.Forget(transaction, rows);
            transaction.Commit();
            return removed;
        },
        CancellationToken.None);
}
