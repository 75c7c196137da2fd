using Catchment.Core.Demo;
using Catchment.Soak.Audits;
using Catchment.Soak.Faults;

namespace Catchment.Soak.Report;

/// <summary>Prints what a soak has found.</summary>
internal static class SoakReport
{
    private const int MostTold = 20;

    internal static void Print(TextWriter output, IReadOnlyList<AuditResult> results, IReadOnlyList<Happening> happened, IEnumerable<DemoItem> items, Quarters quarters, IReadOnlyList<double> memory)
    {
        output.WriteLine();
        output.WriteLine($"{"",-38} {"sent",8} {"due",8} {"found",8} {"missing",8} {"twice",6}");
        foreach (var result in results)
            output.WriteLine($"{result.Subject,-38} {result.Sent,8} {result.Acknowledged,8} {result.Found,8} {result.Missing.Count,8} {result.Twice.Count,6}{(result.Note is null ? "" : $"  {result.Note}")}");
        output.WriteLine();
        output.WriteLine($"kills {happened.Count(static h => h.Fault.IsKill)}, restarts of the database {happened.Count(static h => h.Fault.IsOfDatabase)}, cuts {happened.Count(static h => h.Fault.IsCut)}; recovered after {string.Join(", ", happened.Select(static h => $"{(h.To - h.From).TotalSeconds:0.0}"))} s");
        output.WriteLine();
        output.WriteLine($"{"of each quarter",-38} {"1st",14} {"2nd",14} {"3rd",14} {"4th",14}");
        foreach (var source in items.Where(static i => i.Source is "cameras" || i.Source.StartsWith("tags", StringComparison.Ordinal)).GroupBy(static i => i.Source, StringComparer.Ordinal))
            output.WriteLine($"{$"ms to the answer, {source.Key}, p50/p99",-38} {string.Join(' ', quarters.Latencies(source).Select(static l => $"{l,14}"))}");
        output.WriteLine($"{"MiB of memory at most",-38} {string.Join(' ', memory.Select(static m => $"{m,14:0}"))}   last to first {(memory[0] > 0 ? memory[3] / memory[0] : 0):0.00}");
        foreach (var result in results.Where(static r => !r.IsClean))
        {
            Tell(output, $"missing, {result.Subject}", result.Missing);
            Tell(output, $"twice, {result.Subject}", result.Twice);
        }
    }

    private static void Tell(TextWriter output, string head, IReadOnlyList<string> items)
    {
        foreach (var item in items.Take(MostTold))
            output.WriteLine($"{head}: {item}");
        if (items.Count > MostTold)
            output.WriteLine($"{head}: and {items.Count - MostTold} more");
    }
}
