using Catchment.Core.Demo;

namespace Catchment.Soak.Audits;

/// <summary>
/// Compares items that can be told from each other: what was acknowledged is there, and nothing is there more often than it was sent. A sender that gets no
/// answer sends again, and its messages bear no number that a node could know them by: what was stored before the connection broke may then be there once
/// for each attempt. That is the sender's own way, also with the originals; it is counted, and no fault.
/// </summary>
public static class ItemAudit
{
    /// <summary>Compares.</summary>
    /// <param name="subject">What is compared.</param>
    /// <param name="sent">What was sent.</param>
    /// <param name="key">What an item is known by.</param>
    /// <param name="acknowledgement">The answer that makes it one that has to be there.</param>
    /// <param name="found">What is there.</param>
    public static AuditResult Compare(string subject, IEnumerable<DemoItem> sent, Func<DemoItem, string> key, string acknowledgement, IEnumerable<string> found)
    {
        ArgumentNullException.ThrowIfNull(key);
        var items = sent.GroupBy(key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => (Acknowledged: g.Count(i => i.Answer == acknowledgement), Attempts: g.Sum(i => i.Attempts)), StringComparer.Ordinal);
        var counts = Counts(found);
        var again = items.Sum(i => Math.Max(0, counts.GetValueOrDefault(i.Key) - Math.Max(1, i.Value.Acknowledged)));
        return new AuditResult(subject, items.Count, items.Sum(i => i.Value.Acknowledged), counts.Values.Sum())
        {
            Missing = [.. items.Where(i => counts.GetValueOrDefault(i.Key) < i.Value.Acknowledged).Select(i => i.Key)],
            Twice =
            [
                .. counts.Where(c => items.TryGetValue(c.Key, out var item) && c.Value > item.Attempts).Select(c => $"{c.Key}: {c.Value} times, sent {items[c.Key].Attempts} times"),
                .. counts.Keys.Where(k => !items.ContainsKey(k)).Select(k => $"{k}: nobody sent it"),
            ],
            Note = again > 0 ? $"{again} once more, as they were sent again without an answer" : null,
        };
    }

    /// <summary>Compares a copy with what it is a copy of: the same items, each as often.</summary>
    /// <param name="subject">What is compared.</param>
    /// <param name="truth">What has to be there.</param>
    /// <param name="copy">What is there.</param>
    public static AuditResult Same(string subject, IEnumerable<string> truth, IEnumerable<string> copy)
    {
        var (wanted, there) = (Counts(truth), Counts(copy));
        return new AuditResult(subject, wanted.Values.Sum(), wanted.Values.Sum(), there.Values.Sum())
        {
            Missing = [.. wanted.Where(w => there.GetValueOrDefault(w.Key) < w.Value).Select(w => w.Key)],
            Twice = [.. there.Where(t => t.Value > wanted.GetValueOrDefault(t.Key)).Select(t => $"{t.Key}: {t.Value} times for {wanted.GetValueOrDefault(t.Key)}")],
        };
    }

    private static Dictionary<string, int> Counts(IEnumerable<string> items) =>
        items.GroupBy(i => i, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
}
