using System.Globalization;
using Catchment.Core.Demo;
using Catchment.Soak.Audits;
using Catchment.Soak.Machine;

namespace Catchment.Soak.Stores;

/// <summary>What the hub has: files, log, catalog, and what the HTTP API serves of them.</summary>
/// <param name="site">Where it is.</param>
/// <param name="node">Who serves it.</param>
internal sealed class HubStore(SoakSite site, SoakNode node)
{
    private const string Source = "cameras";
    private const int TimeDigits = 26; // 2018-12-30T08.18.31.809000
    private const int MostServed = 2_000;

    private string Images => site["data/imagehub_data/images"];

    /// <summary>Compares it with what the cameras sent.</summary>
    internal async Task<IReadOnlyList<AuditResult>> AuditAsync(IEnumerable<DemoItem> journal)
    {
        var sent = journal.Where(static i => i.Source == Source).ToArray();
        var files = Directory.EnumerateFiles(Images, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }).ToArray();
        var hashes = files.ToDictionary(static f => Path.GetFileName(f), static f => DemoItem.Hash(File.ReadAllBytes(f)), StringComparer.Ordinal);
        var frames = ItemAudit.Compare(
            "frames in files", sent.Where(static i => i.Bytes is not null), static i => $"{i.Item.Split('|')[0].Replace(' ', '-')} {i.Bytes}", "OK", hashes.Select(static h => $"{Camera(h.Key)} {h.Value}"));
        var served = await node.ListAsync("frames", static f => Path.GetFileName(f.GetProperty("picture").GetString()!));
        var log = Log().ToArray();
        var lines = EventLogAudit.Compare("event messages in the log", sent.Where(static i => i.Bytes is null && !i.Item.EndsWith("|Heartbeat", StringComparison.Ordinal)), log);
        var events = await node.ListAsync("events", static e => $"{e.GetProperty("time").GetString()} {e.GetProperty("text").GetString()}");
        return
        [
            frames,
            ItemAudit.Same("frames in the catalog", hashes.Keys, served),
            await PicturesAsync(hashes, files),
            lines,
            ItemAudit.Same("event messages in the catalog", log.Select(static l => $"{l.Time.LocalDateTime:yyyy-MM-dd'T'HH:mm:ss.fff} {l.Text}"), events),
        ];
    }

    private async Task<AuditResult> PicturesAsync(Dictionary<string, string> hashes, IEnumerable<string> files)
    {
        var chosen = files.Index().Where(f => hashes.Count <= MostServed || f.Index % (hashes.Count / MostServed) == 0).Select(static f => f.Item).ToArray();
        var served = new List<string>();
        foreach (var file in chosen)
        {
            try
            {
                served.Add($"{Path.GetFileName(file)} {DemoItem.Hash(await node.GetAsync($"/api/v1/pictures/{Path.GetFileName(Path.GetDirectoryName(file))}/{Path.GetFileName(file)}"))}");
            }
            catch (HttpRequestException)
            {
                // It is not served: it will be missing.
            }
        }

        return ItemAudit.Same("frames served over HTTP", chosen.Select(f => $"{Path.GetFileName(f)} {hashes[Path.GetFileName(f)]}"), served);
    }

    /// <summary>The lines of the log that are messages: 2018-12-30 08:18:31,809 ~ Driveway Mailbox|motion|moving.</summary>
    private IEnumerable<(DateTimeOffset Time, string Text)> Log()
    {
        foreach (var line in Directory.EnumerateFiles(site["data/imagehub_data/logs"], "imagehub.log*").SelectMany(File.ReadLines))
        {
            var at = line.IndexOf(" ~ ", StringComparison.Ordinal);
            if (at > 0 && line.Contains('|', StringComparison.Ordinal) && DateTime.TryParseExact(line[..at], "yyyy-MM-dd HH:mm:ss,fff", CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var time))
                yield return (new DateTimeOffset(time), line[(at + 3)..]);
        }
    }

    private static string Camera(string file) => file.Length > TimeDigits + 5 ? file[..^(TimeDigits + 5)] : file;
}
