using Catchment.Cameras.Catalog;
using Catchment.Cameras.Catalog.Reconciling;
using Catchment.Cameras.Events;
using Catchment.Cameras.Recordings.Tables;

namespace Catchment.Cameras.Recordings.Indexing;

/// <summary>
/// Makes the whole catalog of recorded events equal to their files, from a process of its own, and tells what is wrong with the files; the
/// watcher may go on meanwhile.
/// </summary>
/// <param name="home">The catalog.</param>
/// <param name="files">The recorded events.</param>
/// <param name="locks">Events that must not be deleted; null: none is.</param>
/// <param name="time">The clock.</param>
public sealed class RecordingRebuild(CatalogHome home, IEventFiles files, IEventLocks? locks, TimeProvider time)
{
    private const int MostLooks = 5;

    /// <summary>Compares every day, newest first.</summary>
    /// <param name="evenIfEmpty">An empty folder is right, and no disk that is not mounted.</param>
    /// <param name="removeOrphans">Files of events that no index names go, when they are older than an hour.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="findings">What is wrong with the files.</param>
    /// <param name="cancellation">Cuts it short; what was done is kept.</param>
    /// <returns>How it ended.</returns>
    /// <exception cref="OperationCanceledException">It was cut short.</exception>
    /// <exception cref="IOException">A root is missing, or empty; or it cannot be read.</exception>
    /// <exception cref="System.Data.Common.DbException">The database is away, or refused.</exception>
    public CatalogProgress Run(bool evenIfEmpty, bool removeOrphans, IProgress<CatalogProgress> progress, out DiskFindings findings, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(progress);
        foreach (var root in new[] { files.Folders.Csv, files.Folders.Images })
        {
            if (!Directory.Exists(root))
                throw new IOException($"there is no {root}. Is its disk mounted, and is it the right configuration?");
        }

        home.Prepare();
        var tables = new RecordingTables(home.Writing, home.Sink);
        var known = tables.Days().Keys;
        var onDisk = files.Days();
        if (onDisk.Count == 0 && known.Count > 0 && !evenIfEmpty)
            throw new IOException($"{files.Folders.Csv} is empty, and the catalog is not. Is its disk mounted? With --even-if-empty the catalog is emptied, too.");
        var survey = new DiskSurvey(files.Folders, locks, time, removeOrphans);
        DateOnly[] days = [.. onDisk.Union(known).Union(survey.PictureDays()).OrderDescending()];
        var unreadable = "";
        using var indexer = new DayIndexer(files, tables, time, problem => unreadable = problem);
        for (var i = 0; i < days.Length; i++)
        {
            var done = i;
            var again = indexer.Compare(days[i], () => progress.Report(State(done)), cancellation);
            for (var look = 0; again.Count > 0 && look < MostLooks; look++)
                again = indexer.Renew(days[i], again, out _);
            survey.Look(days[i], cancellation);
            progress.Report(State(done));
        }

        findings = survey.Findings;
        return unreadable.Length == 0 ? State(days.Length) : throw new IOException(unreadable);

        CatalogProgress State(int done) =>
            new(days.Length == 0 ? default : days[Math.Min(done, days.Length - 1)], done, days.Length, indexer.Looked, indexer.Written, indexer.Removed);
    }
}
