using Catchment.Cameras.Catalog.Tables;
using Catchment.Cameras.Hub;

namespace Catchment.Cameras.Catalog.Reconciling;

/// <summary>Makes the whole catalog equal to the files and logs, from a process of its own; the hub may go on meanwhile.</summary>
/// <param name="home">The catalog.</param>
/// <param name="settings">Where the hub's files are.</param>
/// <param name="time">The clock.</param>
public sealed class CatalogRebuild(CatalogHome home, HubSettings settings, TimeProvider time)
{
    /// <summary>Compares every day, newest first.</summary>
    /// <param name="evenIfEmpty">An empty folder of frames is right, and no disk that is not mounted.</param>
    /// <param name="mayHaveNone">No folder of frames is right as long as the catalog knows no frame: the node may have had no hub yet.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Cuts it short; what was done is kept.</param>
    /// <returns>How it ended.</returns>
    /// <exception cref="OperationCanceledException">It was cut short.</exception>
    /// <exception cref="IOException">The folder of frames is missing, or empty; or it cannot be read.</exception>
    /// <exception cref="System.Data.Common.DbException">The database is away, or refused.</exception>
    public CatalogProgress Run(bool evenIfEmpty, bool mayHaveNone, IProgress<CatalogProgress> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(progress);
        var tree = FrameTree.Of(settings);
        var images = HubFolders.Images(settings);
        var isThere = Directory.Exists(images);
        if (!isThere && !mayHaveNone)
            throw Missing(images);
        var logs = new EventLogFiles(HubFolders.Logs(settings));
        home.Prepare();
        var tables = new CatalogTables(home.Writing, home.Sink);
        tables.Prepare();
        var known = tables.Days();
        if (!isThere)
            return known.Count == 0 ? new CatalogProgress(default, 0, 0, 0, 0, 0) : throw Missing(images);
        var onDisk = tree.Days();
        if (onDisk.Count == 0 && known.Count > 0 && !evenIfEmpty)
            throw new IOException($"{images} is empty, and the catalog is not. Is its disk mounted? With --even-if-empty the catalog is emptied, too.");
        DateOnly[] days = [.. onDisk.Union(logs.Days()).Union(known).OrderDescending()];
        var comparison = new DayComparison(tables, tree, logs, CameraNames.Read(settings.StateDirectory), time, isWholeLogKnown: true);
        for (var i = 0; i < days.Length; i++)
        {
            var done = i;
            comparison.Compare(days[i], () => progress.Report(State(done)), cancellation);
            progress.Report(State(done));
        }

        return State(days.Length);

        CatalogProgress State(int done) =>
            new(days.Length == 0 ? default : days[Math.Min(done, days.Length - 1)], done, days.Length, comparison.Files, comparison.Added, comparison.Removed);
    }

    private static IOException Missing(string images) => new($"there is no {images}. Is its disk mounted, and is it the right configuration?");
}
