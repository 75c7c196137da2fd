using System.Globalization;
using Catchment.Core.Demo;
using Catchment.DataFeed;
using Catchment.Soak.Audits;
using Catchment.Soak.Faults;
using Catchment.Soak.Machine;

namespace Catchment.Soak.Stores;

/// <summary>What the watcher has recorded: indexes, tracking sets and pictures, what the catalog has of them, and what the pump serves.</summary>
/// <param name="site">Where it is.</param>
/// <param name="node">Who serves it.</param>
internal sealed class EventStore(SoakSite site, SoakNode node)
{
    private const string Source = "outposts";
    private const string Index = "camwatcher.csv";
    private const int MostServed = 40; // events of which the pump is asked for everything

    private string Csv => site["data/sentinelcam/camwatcher"];

    private string Images => site["data/sentinelcam/images"];

    /// <summary>Compares it with what the outposts published.</summary>
    internal async Task<IReadOnlyList<AuditResult>> AuditAsync(IEnumerable<DemoItem> journal, IEnumerable<Happening> happened)
    {
        var (events, strays) = Read();
        var disturbances = happened.Select(static h => (h.From, h.To)).ToArray();
        return
        [
            OutpostAudit.Compare(journal.Where(static i => i.Source == Source), [.. events.Select(static e => e.Event)], disturbances, strays),
            ItemAudit.Same("events in the catalog", events.Select(static e => $"{e.Day} {e.Event.Id} {e.Event.Pictures.Count} {string.Join(' ', e.Event.Sets.Order(StringComparer.Ordinal))}"), await CatalogAsync()),
            await ServedAsync(events),
        ];
    }

    private (List<(string Day, RecordedEvent Event)> Events, List<string> Strays) Read()
    {
        var (events, strays) = (new List<(string, RecordedEvent)>(), new List<string>());
        foreach (var folder in Directory.Exists(Csv) ? Directory.GetDirectories(Csv) : [])
        {
            var day = Path.GetFileName(folder);
            var index = Path.Combine(folder, Index);
            var rows = (File.Exists(index) ? File.ReadAllLines(index) : []).Select(static l => l.Split(',')).ToLookup(static r => r[3], static r => r[6], StringComparer.Ordinal);
            var sets = Directory.GetFiles(folder, "*_*.csv").Select(static f => Path.GetFileNameWithoutExtension(f)).ToLookup(static f => f[..f.IndexOf('_', StringComparison.Ordinal)], static f => f[(f.IndexOf('_', StringComparison.Ordinal) + 1)..], StringComparer.Ordinal);
            var pictures = (Directory.Exists(Path.Combine(Images, day)) ? Directory.GetFiles(Path.Combine(Images, day)) : []).ToLookup(static f => Path.GetFileName(f).Split('_')[0], StringComparer.Ordinal);
            events.AddRange(rows.Select(r => (day, new RecordedEvent(r.Key, [.. r], [.. sets[r.Key]], Rows(folder, r.Key), [.. pictures[r.Key].Select(static p => (Time(p), DemoItem.Hash(File.ReadAllBytes(p))))]))));
            strays.AddRange(sets.Where(s => !rows.Contains(s.Key)).Select(static s => $"tracking sets of {s.Key}"));
            strays.AddRange(pictures.Where(p => !rows.Contains(p.Key)).Select(static p => $"{p.Count()} pictures of {p.Key}"));
        }

        return (events, strays);
    }

    private Task<List<string>> CatalogAsync() => node.ListAsync("recordings", static e =>
        $"{e.GetProperty("day").GetString()} {e.GetProperty("event").GetString()} {e.GetProperty("pictures").GetInt32()} {string.Join(' ', e.GetProperty("sets").EnumerateArray().Select(static s => s.GetProperty("type").GetString()).Order(StringComparer.Ordinal))}");

    private static async Task<AuditResult> ServedAsync(List<(string Day, RecordedEvent Event)> events)
    {
        await using var feed = new DataFeed.DataFeed("tcp://127.0.0.1:5556", Patience.Limit);
        var served = new List<string>();
        var chosen = events.TakeLast(MostServed).ToArray();
        foreach (var day in events.Select(static e => e.Day).Distinct(StringComparer.Ordinal))
            served.AddRange((await feed.GetDateIndexAsync(Day(day))).Select(r => $"{day} {r.Event} {r.Type}"));
        foreach (var (day, one) in chosen)
        {
            try
            {
                served.AddRange((await feed.GetTrackingDataAsync(Day(day), one.Id, "trk")).Select(r => $"{one.Id} {Iso(r.Time!.Value)} {r.ObjectId}"));
            }
            catch (TrackingSetEmptyException)
            {
                // Nothing but its start was heard.
            }

            try
            {
                foreach (var time in await feed.GetImageListAsync(Day(day), one.Id))
                    served.Add($"{one.Id} {Iso(time)} {DemoItem.Hash(await feed.GetImageJpgAsync(Day(day), one.Id, time))}");
            }
            catch (ImageSetEmptyException)
            {
                // No picture of it came.
            }
        }

        return ItemAudit.Same(
            "events served by the pump",
            events.SelectMany(static e => e.Event.Sets.Select(s => $"{e.Day} {e.Event.Id} {s}"))
                .Concat(chosen.SelectMany(static e => e.Event.Rows.Select(r => $"{e.Event.Id} {r}")))
                .Concat(chosen.SelectMany(static e => e.Event.Pictures.Select(p => $"{e.Event.Id} {p.Time} {p.Hash}"))),
            served);
    }

    private static string[] Rows(string folder, string id)
    {
        var file = Path.Combine(folder, $"{id}_trk.csv");
        return File.Exists(file) ? [.. File.ReadLines(file).Skip(1).Select(static l => l.Split(',')).Select(static r => $"{r[0]} {r[1]}")] : [];
    }

    /// <summary>The time in a picture's name, as the outpost wrote it: ID_2024-05-06_10.00.00.250000.jpg.</summary>
    private static string Time(string path)
    {
        var text = Path.GetFileNameWithoutExtension(path);
        text = text[(text.IndexOf('_', StringComparison.Ordinal) + 1)..];
        return DateTime.TryParseExact(text, "yyyy-MM-dd_HH.mm.ss.ffffff", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? Iso(time) : text;
    }

    private static string Iso(DateTime time) => time.ToString(time.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-ddTHH:mm:ss" : "yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
