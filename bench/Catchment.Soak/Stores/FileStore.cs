using System.Diagnostics;
using Catchment.Core.Demo;
using Catchment.Soak.Audits;
using Catchment.Soak.Machine;

namespace Catchment.Soak.Stores;

/// <summary>What finder and ingester have: storage, tables, and the attempts of the program that files are handed to.</summary>
/// <param name="site">Where it is.</param>
/// <param name="node">Who serves it.</param>
internal sealed class FileStore(SoakSite site, SoakNode node)
{
    private const string Source = "files";

    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None };

    /// <summary>Compares it with what the instrument dropped.</summary>
    internal async Task<IReadOnlyList<AuditResult>> AuditAsync(IEnumerable<DemoItem> journal)
    {
        var storage = site["storage"];
        var paths = Directory.GetFiles(storage, "*", Everything);
        var sums = Sums(paths);
        var histories = site.Files("SELECT files_id, status FROM file_events ORDER BY files_id, start_time").Select(static l => l.Split('|')).ToLookup(static r => r[0], static r => r[1], StringComparer.Ordinal);
        var tracked = site.Files("SELECT id, relpath, filename, checksum FROM files").Select(static l => l.Split('|'))
            .Select(r => new TrackedFile(r[1] == "." ? r[2] : $"{r[1]}/{r[2]}", r[3], [.. histories[r[0]]])).ToArray();
        var served = await node.ListAsync("files", static f => $"{f.GetProperty("path").GetString()} {f.GetProperty("checksum").GetString()} {f.GetProperty("status").GetString()}");
        var compared = FilesAudit.Compare(
            [.. journal.Where(static i => i.Source == Source)],
            [.. paths.Select(p => new StoredFile(Path.GetRelativePath(storage, p), DemoItem.Hash(File.ReadAllBytes(p)), sums[p]))],
            tracked,
            File.ReadAllLines(site["attempts"]),
            Directory.GetFiles(site["buffer"], "*", Everything).Select(static f => Path.GetFileName(f)));
        return [compared, ItemAudit.Same("files served over HTTP", tracked.Select(static t => $"{t.Path} {t.Checksum} {(t.Statuses.Count == 0 ? "NEW" : t.Statuses[^1])}"), served)];
    }

    /// <summary>Asks for another attempt of what a kill has left unknown, as an operator does.</summary>
    internal void AskAgain() => site.Do("files", "rerun", "-c", site.Configuration, "--status", "UNKNOWN");

    private static Dictionary<string, string> Sums(string[] paths) =>
        paths.Chunk(500).SelectMany(static some => OwnMachine.Run(new ProcessStartInfo("b2sum", some)).Split('\n', StringSplitOptions.RemoveEmptyEntries)).ToDictionary(static l => l[130..], static l => l[..128], StringComparer.Ordinal);
}
