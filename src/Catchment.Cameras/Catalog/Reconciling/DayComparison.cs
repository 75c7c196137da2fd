using Catchment.Cameras.Catalog.Tables;

namespace Catchment.Cameras.Catalog.Reconciling;

/// <summary>
/// Makes the catalog of a day equal to its files: adds rows that are missing, takes out those of which there is no file. May be
/// done while frames come in, and again after it was cut short.
/// </summary>
/// <param name="tables">The catalog.</param>
/// <param name="tree">The frames.</param>
/// <param name="logs">The event log.</param>
/// <param name="names">How cameras spelled themselves.</param>
/// <param name="time">The clock.</param>
/// <param name="isWholeLogKnown">The logs know which of their files has lines of a day; otherwise only the likely ones are read, and no event is
/// taken out, because its line may stand in another.</param>
internal sealed class DayComparison(CatalogTables tables, FrameTree tree, EventLogFiles logs, CameraNames names, TimeProvider time, bool isWholeLogKnown = false)
{
    private const int Batch = 500;
    private const int PageRows = 10_000;

    /// <summary>What was logged in the last moments may have a row, and not yet be in what was read of the file; or be the other way round.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    /// <summary>Frames and lines looked at.</summary>
    internal long Files { get; private set; }

    /// <summary>Rows that were missing.</summary>
    internal long Added { get; private set; }

    /// <summary>Rows of which there was no file.</summary>
    internal long Removed { get; private set; }

    /// <summary>Compares one day.</summary>
    /// <param name="day">The day.</param>
    /// <param name="progress">Called now and then.</param>
    /// <param name="cancellation">Cuts it short.</param>
    /// <exception cref="OperationCanceledException">It was cut short.</exception>
    internal void Compare(DateOnly day, Action progress, CancellationToken cancellation)
    {
        CompareFrames(day, progress, cancellation);
        CompareEvents(day, progress, cancellation);
    }

    private void CompareFrames(DateOnly day, Action progress, CancellationToken cancellation)
    {
        var files = FilesOf(day, progress, cancellation);
        var missing = new List<FrameKey>(Batch);
        var moved = new List<FrameKey>();
        var gone = new List<FrameKey>();
        var next = 0;
        for (FrameKey? after = null; ;)
        {
            var rows = tables.FrameKeys(day, after, PageRows, out after);
            foreach (var row in rows)
            {
                for (; next < files.Count && files[next] < row; next++)
                    Miss(files[next]);
                if (next < files.Count && files[next].CompareTo(row) == 0)
                {
                    if (files[next].IsArchived != row.IsArchived)
                        moved.Add(files[next]);
                    next++;
                }
                else
                {
                    gone.Add(row);
                }
            }

            TakeOut(gone);
            tables.Move([.. moved.Where(m => tree.Has(ToFound(m))).Select(ToEntry)]);
            LookAgain(moved);
            progress();
            cancellation.ThrowIfCancellationRequested();
            if (after is null)
                break;
        }

        for (; next < files.Count; next++)
            Miss(files[next]);
        AddMissing();

        void Miss(FrameKey file)
        {
            missing.Add(file);
            if (missing.Count < Batch)
                return;
            AddMissing();
            progress();
            cancellation.ThrowIfCancellationRequested();
        }

        void AddMissing()
        {
            Added += tables.Add([.. missing.Select(m => tree.Look(ToFound(m), names.OfLabel(m.Label, out _))).OfType<FrameEntry>()]);
            LookAgain(missing);
        }
    }

    /// <summary>Retention may have let a frame go between the look at its file and the writing of its row, and told so when there was no row yet.</summary>
    private void LookAgain(List<FrameKey> written)
    {
        FrameKey[] left = [.. written.Where(w => !tree.Has(ToFound(w)))];
        written.Clear();
        if (left.Length == 0)
            return;
        FrameEntry[] archived = [.. left.Where(l => !l.IsArchived).Select(l => l with { IsArchived = true }).Where(l => tree.Has(ToFound(l))).Select(ToEntry)];
        tables.Move(archived);
        tables.Remove([.. left.Select(ToEntry).Where(l => !archived.Any(a => a.Time == l.Time && a.Camera.Label == l.Camera.Label && a.Format == l.Format))]);
    }

    /// <summary>A row whose file came after the folder was read, or whose archive is not mounted, stays.</summary>
    private void TakeOut(List<FrameKey> rows)
    {
        FrameEntry[] gone = [.. rows.Where(r => !tree.Has(ToFound(r)) && (!r.IsArchived || tree.SeesArchives)).Select(ToEntry)];
        rows.Clear();
        Removed += tables.Remove(gone);
    }

    private List<FrameKey> FilesOf(DateOnly day, Action progress, CancellationToken cancellation)
    {
        var files = new List<FrameKey>();
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in tree.FramesOf(day))
        {
            if (!labels.TryGetValue(file.Label, out var label))
                labels.Add(file.Label, label = file.Label); // one text for all frames of a camera
            var camera = names.OfLabel(label, out var isRemembered);
            var series = tables.SeriesOf(SeriesKind.Frames, camera, FrameFile.MessageType(file.Format), isRemembered);
            files.Add(new FrameKey(CatalogTime.Of(file.Time), series, file.Format, file.IsArchived, label));
            if (++Files % PageRows != 0)
                continue;
            progress();
            cancellation.ThrowIfCancellationRequested();
        }

        files.Sort();
        var kept = 0;
        for (var i = 0; i < files.Count; i++)
        {
            if (kept == 0 || files[kept - 1].CompareTo(files[i]) != 0)
                files[kept++] = files[i];
            else if (!files[i].IsArchived)
                files[kept - 1] = files[i];
        }

        files.RemoveRange(kept, files.Count - kept);
        return files;
    }

    private void CompareEvents(DateOnly day, Action progress, CancellationToken cancellation)
    {
        var now = time.GetLocalNow().DateTime;
        var rows = tables.EventKeys(day);
        var missing = new List<EventEntry>(Batch);
        logs.ReadDay(day, (stamp, ordinal, text) =>
        {
            Files++;
            if (EventLine.Parse(stamp, ordinal, text, names) is not { } entry)
                return;
            if (!rows.Remove(new EventKey(CatalogTime.Of(entry.Time), entry.Id, tables.HashOf(entry))))
                missing.Add(entry);
            if (missing.Count < Batch)
                return;
            AddMissing();
            progress();
            cancellation.ThrowIfCancellationRequested();
        });
        AddMissing();
        if (isWholeLogKnown)
            Removed += tables.Remove([.. rows.Where(r => (now - CatalogTime.ToDateTime(r.Time)).Duration() > Fresh)]);

        void AddMissing()
        {
            Added += tables.Add(missing);
            missing.Clear();
        }
    }

    private static FrameTree.Found ToFound(FrameKey key) => new(key.Label, CatalogTime.ToDateTime(key.Time), key.Format, key.IsArchived);

    private FrameEntry ToEntry(FrameKey key) =>
        new(names.OfLabel(key.Label, out _), CatalogTime.ToDateTime(key.Time), key.Format, 0, null, null, key.IsArchived);
}
