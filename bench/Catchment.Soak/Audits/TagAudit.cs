using System.Globalization;
using Catchment.Core.Demo;

namespace Catchment.Soak.Audits;

/// <summary>
/// Compares a writer's rising numbers with what the gateway has. The value is the last one that was acknowledged, or a later one that was sent. The gateway registers a key
/// before it answers, and saves values each second: after a kill there is a value, none that was never sent, and none older than what was acknowledged
/// <see cref="Saved"/> before the kill. Its history begins anew with each start: since then it has each acknowledged number once, in order.
/// </summary>
public static class TagAudit
{
    /// <summary>How far back a kill may take a value: the saving of each second, on a machine that is busy with everything else.</summary>
    public static readonly TimeSpan Saved = TimeSpan.FromSeconds(30);

    /// <summary>What a writer notes of a number that it read when it came back after it had lost the gateway.</summary>
    public const string ReadBack = "read";

    /// <summary>Compares.</summary>
    /// <param name="key">The key.</param>
    /// <param name="noted">What its writer noted: the numbers, <c>ok</c> or nothing as answer; and those that it read back.</param>
    /// <param name="value">What the gateway has; null: nothing.</param>
    /// <param name="history">What its history has, the oldest first.</param>
    /// <param name="begun">When the history began.</param>
    /// <param name="most">So many numbers the history has at most.</param>
    public static AuditResult Compare(string key, IReadOnlyList<DemoItem> noted, double? value, IReadOnlyList<double> history, DateTimeOffset begun, int most)
    {
        ArgumentNullException.ThrowIfNull(history);
        var sent = noted.Where(n => n.Answer != ReadBack).Select(n => (Number: Number(n), n.Began, IsTaken: n.Answer == "ok")).ToArray();
        var taken = sent.Where(s => s.IsTaken).ToArray();
        List<string> missing = [], twice = [];
        var (last, highest) = (taken.Select(t => t.Number).DefaultIfEmpty(0).Max(), sent.Select(s => s.Number).DefaultIfEmpty(0).Max());
        if (value is not { } present || present < last)
            missing.Add($"{key}: it is {value?.ToString(CultureInfo.InvariantCulture) ?? "not there"}, {last} was acknowledged");
        else if (present > highest)
            twice.Add($"{key}: it is {present}, and {highest} was the last that was sent");

        foreach (var read in noted.Where(n => n.Answer == ReadBack))
        {
            var back = Number(read);
            var before = taken.Where(t => t.Began < read.Began).ToArray();
            var lost = before.Select(t => t.Began).DefaultIfEmpty(read.Began).Max(); // about when it was killed
            var safe = before.Where(t => t.Began < lost - Saved).Select(t => t.Number).DefaultIfEmpty(0).Max();
            if (back < safe)
                missing.Add($"{key}: {safe} was acknowledged, and at {read.Began:O} it was {back}");
            if (back > sent.Where(s => s.Began <= read.Began).Select(s => s.Number).DefaultIfEmpty(0).Max())
                twice.Add($"{key}: at {read.Began:O} it was {back}, which nobody had sent");
        }

        missing.AddRange(taken.Where(t => t.Began >= begun && t.Number > highest - most).Select(t => t.Number).Except(history).Select(n => $"{key}: {n} is not in the history"));
        for (var i = 1; i < history.Count; i++)
        {
            if (history[i] <= history[i - 1])
                twice.Add($"{key}: {history[i]} behind {history[i - 1]} in the history");
        }

        return new AuditResult(key, sent.Length, taken.Length, history.Count) { Missing = missing, Twice = twice };
    }

    private static double Number(DemoItem item) => double.Parse(item.Item.AsSpan(item.Item.LastIndexOf(' ') + 1), CultureInfo.InvariantCulture);
}
