using System.Text.Json;
using Catchment.Core.Demo;

namespace Catchment.Soak.Audits;

/// <summary>An event as an outpost has published it.</summary>
public sealed class PublishedEvent
{
    private const string Prefix = "ote";
    private const string PictureMark = "|jpg|";

    private PublishedEvent(string id) => Id = id;

    /// <summary>Its id.</summary>
    public string Id { get; }

    /// <summary>When its start was published.</summary>
    public DateTimeOffset Began { get; private set; } = DateTimeOffset.MaxValue;

    /// <summary>When its end was published.</summary>
    public DateTimeOffset Ended { get; private set; } = DateTimeOffset.MaxValue;

    /// <summary>Its end asks for no task: it is to be deleted.</summary>
    public bool IsUnwanted { get; private set; }

    /// <summary>Whether somebody was connected all the time.</summary>
    public bool IsHeard { get; private set; } = true;

    /// <summary>Its rows: time and object.</summary>
    public HashSet<string> Rows { get; } = new(StringComparer.Ordinal);

    /// <summary>The times of the rows: those of its pictures.</summary>
    public HashSet<string> Times { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads what outposts have noted.</summary>
    /// <param name="items">The journal.</param>
    /// <returns>The events, and the hash of each picture by its time.</returns>
    public static (IReadOnlyDictionary<string, PublishedEvent> Events, ILookup<string, DemoItem> Pictures) Read(IEnumerable<DemoItem> items)
    {
        var events = new Dictionary<string, PublishedEvent>(StringComparer.Ordinal);
        var pictures = new List<DemoItem>();
        foreach (var item in items)
        {
            if (item.Bytes is not null)
                pictures.Add(item);
            else if (item.Item.StartsWith(Prefix, StringComparison.Ordinal))
                Take(events, item);
        }

        return (events, pictures.ToLookup(p => p.Item[(p.Item.IndexOf(PictureMark, StringComparison.Ordinal) + PictureMark.Length)..], StringComparer.Ordinal));
    }

    private static void Take(Dictionary<string, PublishedEvent> events, DemoItem item)
    {
        using var document = JsonDocument.Parse(item.Item.AsMemory(Prefix.Length));
        var record = document.RootElement;
        var id = record.GetProperty("id").GetString()!;
        if (!events.TryGetValue(id, out var one))
            events.Add(id, one = new PublishedEvent(id));
        one.IsHeard &= item.Answer is not null;
        switch (record.GetProperty("type").GetString())
        {
            case "start":
                one.Began = item.Began;
                break;
            case "trk":
                var time = record.GetProperty("timestamp").GetString()!;
                one.Rows.Add($"{time} {record.GetProperty("obj")}");
                one.Times.Add(time);
                break;
            case "end":
                one.Ended = item.Began;
                one.IsUnwanted = record.GetProperty("tasks").GetArrayLength() == 0;
                break;
        }
    }
}
