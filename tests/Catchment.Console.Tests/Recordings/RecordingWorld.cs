using System.Globalization;
using Catchment.Cameras.Catalog;
using Catchment.Cameras.Events;
using Catchment.Cameras.Recordings;
using Catchment.Cameras.Watcher;
using Catchment.Core.Live;

namespace Catchment.WebConsole.Tests.Recordings;

/// <summary>Recorded events as a watcher leaves them: real files in a real folder, and what a catalog, a desk and a board say of them, in memory.</summary>
internal sealed class RecordingWorld : IRecordingCatalog, IEventDesk, IOutpostBoard, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Lock _gate = new();
    private readonly List<Recording> _recordings = [];
    private readonly HashSet<EventKey> _kept = [];
    private readonly SortedDictionary<string, (OutpostTile Tile, byte[]? Picture)> _tiles = new(StringComparer.Ordinal);

    public RecordingWorld()
    {
        Folders = new EventFolders(_folder["csv"], _folder["images"]);
        Directory.CreateDirectory(Folders.Csv);
        Directory.CreateDirectory(Folders.Images);
    }

    public EventFolders Folders { get; }

    /// <summary>Where news are told.</summary>
    public LiveFeed? Live { get; private set; }

    /// <summary>Every question throws it while it is set.</summary>
    public CatalogException? Trouble { get; set; }

    /// <summary>What the desk answers while it is set.</summary>
    public EventDeskAnswer? DeskAnswer { get; set; }

    public RecordingQuery? LastQuery { get; private set; }

    public static string IdOf(int number) => number.ToString("x32", CultureInfo.InvariantCulture);

    /// <summary>Gives a console this world.</summary>
    public ConsoleParts Into(ConsoleParts parts, Func<RecordingParts, RecordingParts>? change = null)
    {
        Live = parts.Live;
        var own = new RecordingParts { Catalog = this, Files = new EventFiles(Folders), Desk = this, Outposts = this };
        return parts with { Recordings = change is null ? own : change(own) };
    }

    /// <summary>Records an event: a picture every 200 ms, and in each a box that moves ten pixels to the right.</summary>
    public Recording Add(int number, DateTime start, int pictures = 10, string node = "alpha5", string view = "PiCam3", string label = "person", bool tell = false)
    {
        var key = new EventKey(DateOnly.FromDateTime(start), IdOf(number));
        Directory.CreateDirectory(Folders.CsvOf(key.Day));
        Directory.CreateDirectory(Folders.ImagesOf(key.Day));
        File.AppendAllText(Folders.IndexOf(key.Day), $"{node},{view},{start:yyyy-MM-ddTHH:mm:ss.ffffff},{key.Id},320,200,trk\n");
        File.WriteAllText(Folders.SetOf(key, "trk"), "timestamp,objid,classname,rect_x1,rect_y1,rect_x2,rect_y2\n");
        lock (_gate)
            _recordings.Add(new Recording(key, node, view, start, null, 320, 200, 0, [new RecordingSet("trk", 0)], [label]));
        return Grow(key, pictures, label, tell);
    }

    /// <summary>Lists an event that has no files.</summary>
    public void Note(int number, DateTime start, string view) => _recordings.Add(
        new Recording(new EventKey(DateOnly.FromDateTime(start), IdOf(number)), "alpha5", view, start, start.AddSeconds(4), 320, 200, 0, [new RecordingSet("trk", 0)], ["person"]));

    /// <summary>Adds pictures and rows to an event.</summary>
    public Recording Grow(EventKey key, int pictures, string label = "person", bool tell = true)
    {
        Recording old = _recordings.Single(r => r.Key == key);
        for (var i = old.Pictures; i < old.Pictures + pictures; i++)
        {
            DateTime time = old.Start.AddMilliseconds(i * 200);
            File.WriteAllBytes(Folders.PictureOf(key, time), Scene.Pictures[i % Scene.Pictures.Count]);
            File.AppendAllText(Folders.SetOf(key, "trk"), $"{time:yyyy-MM-ddTHH:mm:ss.ffffff},1,{label}: 0.9876,{20 + (i * 10)},40,{80 + (i * 10)},120\n");
        }

        int all = old.Pictures + pictures;
        Recording grown = old with { Pictures = all, Sets = [new RecordingSet("trk", all), .. old.Sets.Skip(1)], End = all == 0 ? null : old.Start.AddMilliseconds((all - 1) * 200) };
        Replace(old, grown);
        if (tell)
            Tell(key, old.Pictures == 0 ? "started" : "changed");
        return grown;
    }

    /// <summary>Adds a sentinel's tracking set: one box in every picture.</summary>
    public void AddSet(EventKey key, string type, string className)
    {
        Recording old = _recordings.Single(r => r.Key == key);
        File.WriteAllLines(Folders.SetOf(key, type), Enumerable.Range(0, old.Pictures)
            .Select(i => $"{old.Start.AddMilliseconds(i * 200):yyyy-MM-ddTHH:mm:ss.ffffff},7,{className},200,100,260,150")
            .Prepend("timestamp,objid,classname,rect_x1,rect_y1,rect_x2,rect_y2"));
        string label = className.Split(':')[0];
        Replace(old, old with { Sets = [.. old.Sets, new RecordingSet(type, old.Pictures)], Labels = [.. old.Labels.Append(label).Distinct(StringComparer.Ordinal)] });
        Tell(key, "changed");
    }

    public void Put(OutpostTile tile, byte[]? picture)
    {
        lock (_gate)
            _tiles[$"{tile.Node} {tile.View}"] = (tile, picture);
        Live?.Publish(new LiveMessage(IOutpostBoard.PictureTopic, $"{tile.Node} {tile.View}", tile));
    }

    public void Tell(EventKey key, string what) =>
        Live?.Publish(new LiveMessage(IOutpostBoard.EventTopic, key.Id, new EventNews(EventNames.Text(key.Day), key.Id, what)));

    public Task<CatalogPage<Recording>> RecordingsAsync(RecordingQuery query, CancellationToken cancellation) => Ask(() =>
    {
        LastQuery = query;
        var skip = 0;
        if (query.Cursor is not null && !int.TryParse(query.Cursor, NumberStyles.None, CultureInfo.InvariantCulture, out skip))
            throw new CatalogException($"'{query.Cursor}' is no cursor. Leave it out to begin anew.", isQuestion: true);
        IEnumerable<Recording> fitting = Fitting(query).OrderBy(r => r.Start).ThenBy(r => r.Key.Id, StringComparer.Ordinal);
        List<Recording> items = [.. (query.OldestFirst ? fitting : fitting.Reverse()).Skip(skip).Take(query.Limit + 1)];
        return items.Count > query.Limit
            ? new CatalogPage<Recording>(items[..^1], (skip + query.Limit).ToString(CultureInfo.InvariantCulture))
            : new CatalogPage<Recording>(items, null);
    });

    public Task<Recording?> RecordingAsync(EventKey key, CancellationToken cancellation) => Ask(() => _recordings.Find(r => r.Key == key));

    public Task<IReadOnlyList<RecordingDay>> DaysAsync(RecordingQuery query, CancellationToken cancellation) => Ask<IReadOnlyList<RecordingDay>>(() =>
        [.. Fitting(query).CountBy(r => r.Key.Day).OrderByDescending(d => d.Key).Select(d => new RecordingDay(d.Key, d.Value))]);

    public Task<IReadOnlyList<RecordingView>> ViewsAsync(CancellationToken cancellation) => Ask<IReadOnlyList<RecordingView>>(() =>
        [.. _recordings.Select(r => new RecordingView(r.Node, r.View)).Distinct().OrderBy(v => v.Node, StringComparer.Ordinal).ThenBy(v => v.View, StringComparer.Ordinal)]);

    public Task<IReadOnlyList<string>> LabelsAsync(CancellationToken cancellation) => Ask<IReadOnlyList<string>>(() =>
        [.. _recordings.SelectMany(r => r.Labels).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);

    public Task<IReadOnlyList<string>> TypesAsync(CancellationToken cancellation) => Ask<IReadOnlyList<string>>(() =>
        [.. _recordings.SelectMany(r => r.Sets).Select(s => s.Type).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);

    public bool IsKept(EventKey key)
    {
        lock (_gate)
            return _kept.Contains(key);
    }

    public Task<EventDeskAnswer> KeepAsync(EventKey key, bool keep, CancellationToken cancellation) => Decide(key, () =>
    {
        _ = keep ? _kept.Add(key) : _kept.Remove(key);
        return new EventDeskAnswer(EventDeskOutcome.Done, keep ? "The event is kept." : "The event is no longer kept.");
    });

    public Task<EventDeskAnswer> DeleteAsync(EventKey key, CancellationToken cancellation) => Decide(key, () =>
    {
        if (_kept.Contains(key))
            return new EventDeskAnswer(EventDeskOutcome.Locked, "The event is kept.");
        _recordings.RemoveAll(r => r.Key == key);
        foreach (string file in Directory.GetFiles(Folders.ImagesOf(key.Day), key.Id + "_*"))
            File.Delete(file);
        Tell(key, "deleted");
        return new EventDeskAnswer(EventDeskOutcome.Done, "The event is deleted.");
    });

    public IReadOnlyList<OutpostTile> Tiles()
    {
        lock (_gate)
            return [.. _tiles.Values.Select(t => t.Tile)];
    }

    public byte[]? NewestPicture(string node, string view)
    {
        lock (_gate)
            return _tiles.GetValueOrDefault($"{node} {view}").Picture;
    }

    public void Dispose() => _folder.Dispose();

    private void Replace(Recording old, Recording fresh)
    {
        lock (_gate)
            _recordings[_recordings.IndexOf(old)] = fresh;
    }

    private Task<EventDeskAnswer> Decide(EventKey key, Func<EventDeskAnswer> decision)
    {
        lock (_gate)
        {
            return Task.FromResult(DeskAnswer
                ?? (_recordings.Exists(r => r.Key == key) ? decision() : new EventDeskAnswer(EventDeskOutcome.Unknown, "There is no such event.")));
        }
    }

    private Task<T> Ask<T>(Func<T> answer)
    {
        lock (_gate)
            return Trouble is null ? Task.FromResult(answer()) : Task.FromException<T>(Trouble);
    }

    private IEnumerable<Recording> Fitting(RecordingQuery query) => _recordings.Where(r =>
        (query.Node is null || query.Node == r.Node) && (query.View is null || query.View == r.View)
        && (query.Type is null || r.Sets.Any(s => s.Type == query.Type)) && (query.Label is null || r.Labels.Contains(query.Label))
        && (query.From is null || r.Start >= query.From) && (query.To is null || r.Start < query.To));
}
