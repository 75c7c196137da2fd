using Catchment.Core.Storage;

namespace Catchment.Cameras.Retention;

/// <summary>
/// Sums up what lies in <c>images</c>. A day's folder is read again only when a name in it has come or gone since, which the
/// time of its last change tells: a round over closed days costs one look at each folder, not one at each frame. For one thread at a time.
/// </summary>
/// <param name="images">The folder <c>images</c>; may be a link.</param>
/// <param name="rules">Decide which rule holds for each camera.</param>
/// <param name="time">The clock of the file system.</param>
internal sealed class ImagesScanner(string images, RetentionRules rules, TimeProvider time)
{
    /// <summary>Cameras told apart in one day; a sender that invents names does not fill the memory.</summary>
    internal const int MostCameras = 1000;

    /// <summary>A folder that changed so lately may change again without its time showing it (file systems count in steps of up to two seconds).</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);

    private readonly CameraLabels _labels = new(rules);
    private Dictionary<DateOnly, Known> _known = [];

    /// <summary>How many day folders have been read name by name so far.</summary>
    internal long FoldersRead { get; private set; }

    /// <summary>Sums up.</summary>
    /// <param name="stop">Ends it between two frames.</param>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    internal ImagesSummary Scan(CancellationToken stop)
    {
        var troubles = new List<string>();
        var known = new Dictionary<DateOnly, Known>();
        DateOnly? newest = null;
        try
        {
            using var folder = FolderHandle.Open(images);
            if (folder is null)
                return ImagesSummary.Nothing;
            foreach (var day in DaysIn(folder))
            {
                using var frames = Open(folder, day, troubles, out var exists);
                if (exists)
                    newest = day;
                if (frames is not null && Of(day, frames, troubles, stop) is { } summary)
                    known.Add(day, summary);
            }
        }
        catch (StorageException e)
        {
            return new ImagesSummary([], null, [e.Message]);
        }

        _known = known;
        return new ImagesSummary([.. known.Values.Select(k => k.Summary).OrderBy(s => s.Day)], newest, troubles);
    }

    private static SortedSet<DateOnly> DaysIn(FolderHandle folder)
    {
        var days = new SortedSet<DateOnly>();
        using var reader = folder.Read();
        while (reader.TryRead(out var name))
        {
            if (ParsedFrameName.TryParseDay(name, out var day))
                days.Add(day);
        }

        return days;
    }

    private static FolderHandle? Open(FolderHandle images, DateOnly day, List<string> troubles, out bool exists)
    {
        exists = true;
        try
        {
            var folder = images.OpenFolder(ParsedFrameName.NameOf(day));
            exists = folder is not null;
            return folder;
        }
        catch (StorageException e)
        {
            troubles.Add(e.Message);
            return null;
        }
    }

    private Known? Of(DateOnly day, FolderHandle folder, List<string> troubles, CancellationToken stop)
    {
        try
        {
            var facts = folder.Facts(); // Before it is read: what comes meanwhile makes the time another one.
            if (_known.TryGetValue(day, out var known) && known.IsSettled && known.Facts == facts)
                return known;
            var now = (time.GetUtcNow() - DateTimeOffset.UnixEpoch - Settling).Ticks * 100;
            return new Known(facts, facts.Modified < now, Read(day, folder, stop));
        }
        catch (StorageException e)
        {
            troubles.Add(e.Message);
            return null;
        }
    }

    private DaySummary Read(DateOnly day, FolderHandle folder, CancellationToken stop)
    {
        FoldersRead++;
        var cameras = new Dictionary<string, Tally>(StringComparer.Ordinal);
        var further = new Dictionary<int, Tally>();
        var isEmpty = true;
        using var reader = folder.Read();
        while (reader.TryRead(out var name))
        {
            stop.ThrowIfCancellationRequested();
            isEmpty = false;
            if (!ParsedFrameName.TryParse(name, out var file) || file.Day != day || folder.Facts(name) is not { Kind: FileKind.File } facts)
                continue;
            var label = _labels.Of(name[..file.LabelBytes]);
            if (!cameras.TryGetValue(label.Text, out var tally))
            {
                if (cameras.Count < MostCameras)
                    cameras.Add(label.Text, tally = new Tally(label.Text, label.Rule));
                else if (!further.TryGetValue(label.Rule, out tally))
                    further.Add(label.Rule, tally = new Tally(null, label.Rule));
            }

            tally.Files++;
            tally.Bytes += facts.Size;
        }

        return new DaySummary(
            day,
            [.. cameras.Values.OrderBy(t => t.Label, StringComparer.Ordinal).Concat(further.Values).Select(t => new CameraShare(t.Label, t.Rule, t.Files, t.Bytes))],
            isEmpty);
    }

    private sealed record Known(FileFacts Facts, bool IsSettled, DaySummary Summary);

    private sealed class Tally(string? label, int rule)
    {
        internal string? Label => label;

        internal int Rule => rule;

        internal long Files { get; set; }

        internal long Bytes { get; set; }
    }
}
