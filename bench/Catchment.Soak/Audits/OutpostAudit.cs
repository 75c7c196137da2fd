using Catchment.Core.Demo;

namespace Catchment.Soak.Audits;

/// <summary>
/// Compares recorded events with published ones. An outpost publishes, and nobody answers: what it says while the watcher is away, or on a line that is
/// cut, is lost, as it was with the original. So an event has to be whole when somebody was connected and nothing happened from before its start until after its
/// end; of any other, what is there has to agree with what was published, and with itself. An event whose end asks for nothing is deleted, and stays so.
/// </summary>
public static class OutpostAudit
{
    /// <summary>What is compared.</summary>
    public const string Subject = "outposts' events";

    /// <summary>Before its start: what a watcher that connects anew has to have of the past.</summary>
    public static readonly TimeSpan Before = TimeSpan.FromSeconds(1);

    /// <summary>After its end: until when the last picture and the end may be on their way.</summary>
    public static readonly TimeSpan After = TimeSpan.FromSeconds(5);

    /// <summary>Compares.</summary>
    /// <param name="published">The outposts' journal.</param>
    /// <param name="recorded">What is recorded.</param>
    /// <param name="disturbances">When something happened, from its beginning until the node had recovered.</param>
    /// <param name="strays">Pictures and tracking sets of events that are in no index.</param>
    public static AuditResult Compare(
        IEnumerable<DemoItem> published, IReadOnlyList<RecordedEvent> recorded, IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> disturbances, IEnumerable<string> strays)
    {
        var (events, pictures) = PublishedEvent.Read(published);
        List<string> missing = [], twice = [.. strays.Select(s => $"{s}: of no event")];
        var there = recorded.ToLookup(r => r.Id, StringComparer.Ordinal);
        var calm = events.Values.Where(e => e.IsHeard && e.Began < e.Ended && e.Ended < DateTimeOffset.MaxValue && !disturbances.Any(d => d.From < e.Ended + After && d.To > e.Began - Before)).ToArray();
        foreach (var one in calm)
        {
            if (one.IsUnwanted)
                twice.AddRange(there[one.Id].Select(_ => $"{one.Id}: it asked for nothing, and is there"));
            else if (there[one.Id].FirstOrDefault() is { } whole)
                missing.AddRange(one.Rows.Except(whole.Rows, StringComparer.Ordinal).Select(row => $"{one.Id}: row {row}")
                    .Concat(one.Times.Except(whole.Pictures.Select(p => p.Time), StringComparer.Ordinal).Select(time => $"{one.Id}: picture {time}")));
            else
                missing.Add($"{one.Id}: the event of {one.Began:O}");
        }

        twice.AddRange(Doubled(recorded.Select(r => r.Id)).Select(id => $"{id}: recorded twice"));
        foreach (var one in recorded)
        {
            if (!events.TryGetValue(one.Id, out var source))
            {
                twice.Add($"{one.Id}: nobody published it");
                continue;
            }

            twice.AddRange(Doubled(one.Sets).Select(set => $"{one.Id}: {set} twice in the index"));
            twice.AddRange(Doubled(one.Rows).Select(row => $"{one.Id}: row {row} twice"));
            twice.AddRange(one.Rows.Except(source.Rows, StringComparer.Ordinal).Select(row => $"{one.Id}: row {row}, which nobody published"));
            twice.AddRange(one.Pictures.Where(p => !pictures[p.Time].Any(sent => sent.Bytes == p.Hash)).Select(p => $"{one.Id}: picture {p.Time}, which nobody published so"));
            missing.AddRange(one.Sets.Except(one.Files, StringComparer.Ordinal).Select(set => $"{one.Id}: {set} is in the index and has no file"));
            twice.AddRange(one.Files.Except(one.Sets, StringComparer.Ordinal).Select(set => $"{one.Id}: {set} has a file and is not in the index"));
        }

        return new AuditResult(Subject, events.Count, calm.Length, recorded.Count) { Missing = missing, Twice = twice, Note = $"{events.Count - calm.Length} while something happened" };
    }

    private static IEnumerable<string> Doubled(IEnumerable<string> items) => items.GroupBy(i => i, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key);
}
