using Catchment.Core.Demo;

namespace Catchment.Soak.Audits;

/// <summary>
/// Compares event messages with the lines of a log. The same text comes again and again, so that a line is known by its text and its time: it belongs to the latest
/// message of that text that was begun before it. A message that was answered has a line; until no time has a text more lines than attempts.
/// </summary>
public static class EventLogAudit
{
    /// <summary>The log has milliseconds, cut off.</summary>
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(2);

    /// <summary>Compares.</summary>
    /// <param name="subject">What is compared.</param>
    /// <param name="sent">The messages.</param>
    /// <param name="lines">The log's lines.</param>
    public static AuditResult Compare(string subject, IEnumerable<DemoItem> sent, IEnumerable<(DateTimeOffset Time, string Text)> lines)
    {
        var items = sent.GroupBy(i => i.Item, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.OrderBy(i => i.Began).ToArray(), StringComparer.Ordinal);
        var texts = lines.GroupBy(l => l.Text, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Select(l => l.Time).Order().ToArray(), StringComparer.Ordinal);
        List<string> missing = [], twice = [.. texts.Keys.Where(t => !items.ContainsKey(t)).Select(t => $"{t}: nobody sent it")];
        foreach (var (text, messages) in items)
        {
            var times = texts.GetValueOrDefault(text) ?? [];
            for (var i = 0; i < messages.Length; i++)
            {
                var (from, to) = (messages[i].Began - Grain, i + 1 < messages.Length ? messages[i + 1].Began - Grain : DateTimeOffset.MaxValue);
                if (messages[i].Answer == "OK" && !times.Any(t => t >= from && t < to))
                    missing.Add($"{text} of {messages[i].Began:O}");
            }

            for (var i = 0; i < times.Length; i++)
            {
                if (i + 1 > messages.Where(m => m.Began - Grain <= times[i]).Sum(m => m.Attempts))
                    twice.Add($"{text} at {times[i]:O}");
            }
        }

        var count = items.Values.Sum(m => m.Length);
        return new AuditResult(subject, count, items.Values.Sum(m => m.Count(i => i.Answer == "OK")), texts.Values.Sum(t => t.Length)) { Missing = missing, Twice = twice };
    }
}
