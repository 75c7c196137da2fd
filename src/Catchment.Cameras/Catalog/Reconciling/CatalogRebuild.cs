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
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Cuts it short; what was done is kept.</param>
    /// <returns>How it ended.</returns>
    /// <exception cref="OperationCanceledException">It was cut short.</exception>
    /// <exception cref="System.Data.Common.DbException">The database is away, or refused.</exception>
    public CatalogProgress Run(IProgress<CatalogProgress> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(progress);
        var tree = FrameTree.Of(settings);
        var logs = new EventLogFiles(HubFolders.Logs(settings));
        var tables = new CatalogTables(home.Database, home.Sink);
        tables.Prepare();
        DateOnly[] days = [.. tree.Days().Union(logs.Days()).Union(tables.Days()).OrderDescending()];
        var comparison = new DayComparison(tables, tree, logs, CameraNames.Read(settings.StateDirectory), time);
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
}
