using System.Text;
using Catchment.Cameras.Events;
using Catchment.Cameras.Recordings.Tables;
using Catchment.Core.Storage;

namespace Catchment.Cameras.Recordings.Indexing;

/// <summary>Reads one event from its files. For one thread at a time.</summary>
/// <param name="files">The files.</param>
internal sealed class EventReader(IEventFiles files) : IDisposable
{
    private readonly Stamp _stamp = new();

    /// <summary>What stands for the state of an event's files.</summary>
    /// <param name="folder">The day's folder of tracking sets; null: there is none.</param>
    /// <param name="id">The event.</param>
    /// <param name="entry">Its rows in the index.</param>
    /// <param name="pictures">Its pictures.</param>
    /// <exception cref="StorageException">The folder cannot be asked.</exception>
    internal long StampOf(FolderHandle? folder, string id, BookEntry entry, PictureSpan pictures)
    {
        _stamp.Add(entry.Node).Add(entry.View).Add(entry.Start.Ticks).Add(entry.Width).Add(entry.Height).Add(pictures.Count).Add(pictures.Last.Ticks);
        foreach (var type in entry.Types)
            _stamp.Add(type).Add(folder?.Facts(Encoding.UTF8.GetBytes(EventFolders.SetName(id, type))));
        return _stamp.Take();
    }

    /// <summary>Reads an event.</summary>
    /// <param name="key">The event.</param>
    /// <param name="entry">Its rows in the index.</param>
    /// <param name="pictures">Its pictures.</param>
    /// <param name="stamp">What stood for the state of its files before.</param>
    /// <param name="unreadable">Told of a tracking set that the disk does not give.</param>
    internal RecordingRow Read(EventKey key, BookEntry entry, PictureSpan pictures, long stamp, Action<string> unreadable)
    {
        var end = pictures.Count > 0 ? pictures.Last : (DateTime?)null;
        var sets = new List<RecordedSet>(entry.Types.Count);
        foreach (var type in entry.Types)
        {
            try
            {
                var set = files.ReadSet(key, type);
                sets.Add(new RecordedSet(type, set?.Rows.Count ?? 0, set is null ? [] : LabelsOf(set)));
                if (type == EventNames.OutpostTracking && set is { Rows.Count: > 0 } && set.Rows.Max(r => r.Time) is var last && !(last <= end))
                    end = last;
            }
            catch (IOException e)
            {
                unreadable(e.Message);
                sets.Add(new RecordedSet(type, 0, []));
                stamp = 0; // Stands for no state: it is read again at the next comparison.
            }
        }

        return new RecordingRow(key, entry.Node, entry.View, entry.Start, end, entry.Width, entry.Height, pictures.Count, sets, stamp);
    }

    /// <inheritdoc/>
    public void Dispose() => _stamp.Dispose();

    private static string[] LabelsOf(TrackingSet set)
    {
        var labels = new SortedSet<string>(StringComparer.Ordinal);
        string? before = null;
        foreach (var row in set.Rows)
        {
            if (row.ClassName is not { } name || ReferenceEquals(name, before))
                continue;
            before = name;
            if (ClassLabel.Of(name) is { } label)
                labels.Add(label);
            if (labels.Count == ClassLabel.MostOfSet)
                break;
        }

        return [.. labels];
    }
}
