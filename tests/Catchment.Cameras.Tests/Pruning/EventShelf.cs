using Catchment.Cameras.Events;

namespace Catchment.Cameras.Tests.Pruning;

/// <summary>Recorded events in a temporary folder, and a removal that does it as a watcher would.</summary>
internal sealed class EventShelf : IEventRemoval, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public EventShelf()
    {
        Folders = new EventFolders(_folder["csv"], _folder["images"]);
        Directory.CreateDirectory(Folders.Csv);
        Directory.CreateDirectory(Folders.Images);
        Files = new EventFiles(Folders);
        Faces = new FaceList(_folder["faces/keep.csv"], isRequired: false, TimeProvider.System);
    }

    public EventFolders Folders { get; }

    public EventFiles Files { get; }

    public FaceList Faces { get; }

    public string State => _folder["state"];

    public string FullPath => _folder.FullPath;

    /// <summary>What was asked to be removed, in order.</summary>
    public List<EventKey> Removed { get; } = [];

    /// <summary>What is answered.</summary>
    public Func<EventKey, EventDeskAnswer> Answer { get; set; } = key => new EventDeskAnswer(EventDeskOutcome.Done, $"{key} is deleted.");

    public void Dispose() => _folder.Dispose();

    public EventDeskAnswer Remove(EventKey key, CancellationToken cancellation)
    {
        Removed.Add(key);
        return Answer(key);
    }

    /// <summary>Adds an event with its tracking sets; a set of null is listed but not there.</summary>
    public EventKey Add(DateTime start, string node, string id, params (string Type, string[]? ClassNames)[] sets)
    {
        var key = new EventKey(DateOnly.FromDateTime(start), id);
        Directory.CreateDirectory(Folders.CsvOf(key.Day));
        foreach (var (type, classNames) in sets)
        {
            File.AppendAllText(Folders.IndexOf(key.Day), $"{node},cam,{start:yyyy-MM-ddTHH:mm:ss.ffffff},{id},640,480,{type}\n");
            if (classNames is null)
                continue;
            var rows = classNames.Select((c, i) => $"{start.AddSeconds(i):yyyy-MM-ddTHH:mm:ss.ffffff},1,{c},0,0,10,10\n");
            File.WriteAllText(Folders.SetOf(key, type), "timestamp,objid,classname,rect_x1,rect_y1,rect_x2,rect_y2\n" + string.Concat(rows));
        }

        return key;
    }

    public EventKey AddPlain(DateTime start, string node, string id) => Add(start, node, id, ("trk", ["person: 0.9"]));
}
