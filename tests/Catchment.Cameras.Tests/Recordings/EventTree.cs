using System.Globalization;
using Catchment.Cameras.Events;
using Catchment.Cameras.Recordings;

namespace Catchment.Cameras.Tests.Recordings;

/// <summary>A data folder of recorded events, written as a watcher writes it, and what a catalog of it has to say.</summary>
internal sealed class EventTree : IDisposable
{
    private readonly TemporaryFolder _root = new();
    private readonly Dictionary<EventKey, Recording> _expected = [];

    public EventTree()
    {
        Files = new EventFiles(new EventFolders(_root["csv"], _root["images"]));
        Directory.CreateDirectory(Folders.Csv);
        Directory.CreateDirectory(Folders.Images);
    }

    public IEventFiles Files { get; }

    public EventFolders Folders => Files.Folders;

    public string State => _root["state"];

    /// <summary>Newest first.</summary>
    public IReadOnlyList<Recording> Expected => [.. _expected.Values.OrderByDescending(r => r.Start).ThenBy(r => r.Key.Id, StringComparer.Ordinal)];

    public static string IdOf(int number) => $"{number:x8}07aa11efb942dca63261a32e";

    /// <summary>Records an event: its sets by type and class names of their rows, its pictures, a tenth of a second apart.</summary>
    public EventKey Add(int number, string node, string view, DateTime start, int pictures, params (string Type, string[] Classes)[] sets)
    {
        var key = new EventKey(DateOnly.FromDateTime(start), IdOf(number));
        Directory.CreateDirectory(Folders.CsvOf(key.Day));
        Directory.CreateDirectory(Folders.ImagesOf(key.Day));
        DateTime? end = null;
        for (var i = 0; i < pictures; i++)
            end = Picture(key, start.AddSeconds(0.1 * i));
        foreach (var (type, classes) in sets)
        {
            if (Set(key, type, start, classes) is { } last && type == "trk" && !(last < end))
                end = last;
            File.AppendAllText(Folders.IndexOf(key.Day), $"{node},{view},{Iso(start)},{key.Id},640,480,{type}\n");
        }

        _expected[key] = new Recording(
            key, node, view, start, end, 640, 480, pictures, [.. sets.Select(s => new RecordingSet(s.Type, s.Classes.Length))],
            [.. sets.SelectMany(s => s.Classes).Select(c => ClassLabel.Of(c)).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
        return key;
    }

    /// <summary>Adds a tracking set to an event.</summary>
    public void AddSet(EventKey key, string type, params string[] classes)
    {
        var before = _expected[key];
        Set(key, type, before.Start, classes);
        File.AppendAllText(Folders.IndexOf(key.Day), $"{before.Node},{before.View},{Iso(before.Start)},{key.Id},640,480,{type}\n");
        _expected[key] = before with
        {
            Sets = [.. before.Sets, new RecordingSet(type, classes.Length)],
            Labels = [.. before.Labels.Concat(classes.Select(c => ClassLabel.Of(c)).OfType<string>()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        };
    }

    /// <summary>Writes a set anew where it is, with other rows; nothing else of the day changes.</summary>
    public void GrowSet(EventKey key, string type, params string[] classes)
    {
        var before = _expected[key];
        Set(key, type, before.Start, classes);
        _expected[key] = before with
        {
            Sets = [.. before.Sets.Select(s => s.Type == type ? new RecordingSet(type, classes.Length) : s)],
            Labels = [.. before.Labels.Concat(classes.Select(c => ClassLabel.Of(c)).OfType<string>()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        };
    }

    /// <summary>Adds pictures after those that are there.</summary>
    public void AddPictures(EventKey key, int count)
    {
        var before = _expected[key];
        DateTime? end = before.End;
        for (var i = 0; i < count; i++)
            end = Picture(key, (before.End ?? before.Start).AddSeconds(0.1 * (i + 1)));
        _expected[key] = before with { Pictures = before.Pictures + count, End = end };
    }

    /// <summary>Deletes an event as a watcher does: its rows in a new index, then its files.</summary>
    public void Delete(EventKey key)
    {
        var index = Folders.IndexOf(key.Day);
        File.WriteAllLines(index + ".tmp", File.ReadAllLines(index).Where(l => !l.Contains(key.Id, StringComparison.Ordinal)));
        File.Move(index + ".tmp", index, overwrite: true);
        foreach (var folder in new[] { Folders.CsvOf(key.Day), Folders.ImagesOf(key.Day) })
        {
            foreach (var file in Directory.GetFiles(folder, key.Id + "_*"))
                File.Delete(file);
        }

        _expected.Remove(key);
    }

    public void DeleteDay(DateOnly day)
    {
        Directory.Delete(Folders.CsvOf(day), recursive: true);
        Directory.Delete(Folders.ImagesOf(day), recursive: true);
        foreach (var key in _expected.Keys.Where(k => k.Day == day).ToArray())
            _expected.Remove(key);
    }

    public DateTime Picture(EventKey key, DateTime time)
    {
        File.WriteAllBytes(Folders.PictureOf(key, time), [0xFF, 0xD8]);
        return time;
    }

    public void Dispose() => _root.Dispose();

    private DateTime? Set(EventKey key, string type, DateTime start, string[] classes)
    {
        using var file = new StreamWriter(Folders.SetOf(key, type));
        file.NewLine = "\n";
        file.WriteLine("timestamp,objid,classname,rect_x1,rect_y1,rect_x2,rect_y2");
        DateTime? last = null;
        for (var i = 0; i < classes.Length; i++)
            file.WriteLine($"{Iso((last = start.AddSeconds(0.05 * i)).Value)},{i},{classes[i]},1,2,3,4");
        return last;
    }

    private static string Iso(DateTime time) => time.ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
