using System.Text.Json;
using Catchment.Tags.Store;
using Catchment.Tags.Sync.Keys;
using Catchment.Tags.Sync.Polling;
using Catchment.Tags.Sync.Rules;
using Catchment.Tags.Sync.Statistics;
using Catchment.Tags.Sync.Writing;

namespace Catchment.Tags.Sync;

/// <summary>Shows what the polling service has, and what the sync would write of it, as which key, or why not. Nothing is written.</summary>
public static class PolledPreview
{
    /// <summary>Reads the polled values once.</summary>
    /// <param name="settings">What the sync runs with.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="PollingException">The polling service gives no document.</exception>
    /// <exception cref="PolledDocumentException">What it gives is none.</exception>
    /// <exception cref="RuleFileException">The rules cannot be used.</exception>
    public static async Task<IReadOnlyList<PolledLine>> ReadAsync(SyncSettings settings, TimeProvider time, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(time);
        var rules = new SyncRules(settings.Include, settings.Exclude, settings.Deadband, settings.Rules is { } file ? RuleFile.Load(file) : []);
        var keys = KeyFormat.Parse(settings.KeyFormat, settings.PreferTagId);
        using var polling = new PollingClient(settings.PollingUrl, settings.PollingTimeout, time);
        var document = new PolledDocument(settings.Statuses, settings.MaxTags);
        document.Read((await polling.FetchAsync(cancellation))!.Value);
        var lines = Lines(document, keys, rules);
        await using var writer = new IpcTagWriter(settings.SocketPath, time);
        var present = new HashSet<string>(StringComparer.Ordinal);
        string[] candidates = [.. lines.SelectMany(static line => line.Candidates.Candidates).Distinct(StringComparer.Ordinal)];
        var isAsked = candidates.Length == 0 || (await writer.ConnectAsync(cancellation) is null && writer.IsExtended && await AskAsync(writer, candidates, present, cancellation));
        return [.. lines.Select(line => line.Line with { Key = line.Candidates.Choose(present), IsKeyCertain = isAsked || line.Candidates.IsFinal })];
    }

    private static async Task<bool> AskAsync(IpcTagWriter writer, string[] candidates, HashSet<string> present, CancellationToken cancellation)
    {
        const int MostAtOnce = 2000;
        foreach (var some in candidates.Chunk(MostAtOnce))
        {
            if (await writer.FindAsync(some, present, cancellation) is not null)
                return false;
        }

        return true;
    }

    private static List<(PolledLine Line, TagKey Candidates)> Lines(PolledDocument document, KeyFormat keys, SyncRules rules)
    {
        var lines = new List<(PolledLine, TagKey)>(document.Count);
        foreach (ref readonly var entry in document.Entries)
        {
            var (device, id) = (document.Text(entry.Device) ?? "", document.Text(entry.Id) ?? "");
            var name = entry.Name.Length > 0 ? document.Text(entry.Name) ?? "" : id;
            var status = entry.Status.Length > 0 ? document.Text(entry.Status) ?? "" : "";
            var plan = TagPlan.For(rules, new TagSubject(device, id, name, keys.KeyOf(device, id, name, entry.Source)));
            var value = entry.Value.Length > 0 ? Value(document[entry.Value]) : null;
            var written = value ?? TagValue.Null;
            var memory = default(NumberMemory);
            var why = !entry.IsGood ? "status" : entry.Value.Length == 0 ? "no_value" : value is null ? "invalid_text" : !plan.IsIncluded ? "filtered" : Reason(plan.Apply(ref written, ref memory, 0, isDue: true, out _));
            lines.Add((new PolledLine(device, id, name, status, value ?? TagValue.Null, plan.Key.Fresh, true, why is null ? written : TagValue.Null, why), plan.Key));
        }

        return lines;
    }

    private static string? Reason(RejectReason reason) => reason == RejectReason.None ? null : SyncTally.Label(reason);

    private static TagValue? Value(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 1000 });
            _ = reader.Read();
            return TagValue.Read(ref reader);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
