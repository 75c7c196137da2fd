using Catchment.Core.Demo;

namespace Catchment.Soak.Audits;

/// <summary>
/// Compares dropped files with storage, table and histories: each is in storage once, byte for byte, has one row with its checksum, and one SUCCESS at the end of
/// its history; it was handed over once. A kill in the middle of an attempt leaves UNKNOWN, as nobody can know whether the other system has the file: such a file was
/// handed over at most once, and once more when an operator asked for it with RERUN.
/// </summary>
public static class FilesAudit
{
    /// <summary>Compares.</summary>
    /// <param name="dropped">What the instrument dropped; a file that is dropped again has its name and its bytes.</param>
    /// <param name="stored">What is in storage.</param>
    /// <param name="tracked">What is in the tables.</param>
    /// <param name="handedOver">The path of each attempt, as the ingester's program noted it.</param>
    /// <param name="left">What still lies where files are dropped.</param>
    public static AuditResult Compare(
        IReadOnlyList<DemoItem> dropped, IReadOnlyList<StoredFile> stored, IReadOnlyList<TrackedFile> tracked, IEnumerable<string> handedOver, IEnumerable<string> left)
    {
        var wanted = dropped.Where(d => d.Answer is not null).GroupBy(d => Path.GetFileName(d.Item), StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Bytes, StringComparer.Ordinal);
        var tried = dropped.Select(d => Path.GetFileName(d.Item)).ToHashSet(StringComparer.Ordinal); // one that was broken off may be there, as it is
        var onDisk = stored.ToLookup(s => Path.GetFileName(s.Path), StringComparer.Ordinal);
        var rows = tracked.ToLookup(t => Path.GetFileName(t.Path), StringComparer.Ordinal);
        var attempts = handedOver.ToLookup(p => Path.GetFileName(p), StringComparer.Ordinal);
        List<string> missing = [], twice = [];
        var asked = 0;
        foreach (var (name, bytes) in wanted)
        {
            if (onDisk[name].FirstOrDefault() is not { } file || file.Sha256 != bytes)
                missing.Add($"{name}: {(onDisk[name].Any() ? "other bytes" : "not")} in storage");
            if (rows[name].FirstOrDefault() is not { } row)
            {
                missing.Add($"{name}: no row");
                continue;
            }

            asked += row.Statuses.Contains("UNKNOWN", StringComparer.Ordinal) ? 1 : 0;
            if (!onDisk[name].Any(f => f.Path == row.Path))
                missing.Add($"{name}: not where its row says");
            if (onDisk[name].Any(f => f.Path == row.Path && f.Blake2b != row.Checksum))
                missing.Add($"{name}: the row has another checksum");
            if (row.Statuses.Count == 0 || row.Statuses[^1] != "SUCCESS")
                missing.Add($"{name}: not ingested ({string.Join(' ', row.Statuses)})");
            if (row.Statuses.Count(s => s == "SUCCESS") > 1)
                twice.Add($"{name}: ingested twice ({string.Join(' ', row.Statuses)})");
            if (attempts[name].Count() > 1 + row.Statuses.Count(s => s == "RERUN"))
                twice.Add($"{name}: handed over {attempts[name].Count()} times ({string.Join(' ', row.Statuses)})");
            if (!attempts[name].Any())
                missing.Add($"{name}: not handed over");
            if (onDisk[name].Count() > 1 || rows[name].Count() > 1)
                twice.Add($"{name}: {onDisk[name].Count()} files, {rows[name].Count()} rows");
        }

        twice.AddRange(onDisk.Select(f => f.Key).Concat(rows.Select(r => r.Key)).Distinct(StringComparer.Ordinal).Where(name => !tried.Contains(name)).Select(name => $"{name}: nobody dropped it"));
        missing.AddRange(left.Select(path => $"{path}: still where it was dropped"));
        return new AuditResult("files", dropped.Count, wanted.Count, tracked.Count)
        {
            Missing = missing,
            Twice = twice,
            Note = asked > 0 ? $"{asked} were UNKNOWN after a kill" : null,
        };
    }
}
