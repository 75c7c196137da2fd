using System.Globalization;
using System.Text.Json;
using Catchment.Composition;

namespace Catchment.Commands;

/// <summary>
/// Shows how a demo goes on: one line that is written over on a terminal, a line every few seconds elsewhere, and with
/// <c>--json</c> nothing but the totals.
/// </summary>
/// <param name="asJson"><c>--json</c>.</param>
internal sealed class DemoDisplay(bool asJson)
{
    private const string ClearLine = "\r\u001b[K";

    private readonly Lock _gate = new();
    private readonly bool _isLive = !asJson && !Console.IsOutputRedirected;
    private IReadOnlyList<DemoResult> _last = [];

    /// <summary>How often <see cref="Show"/> is to be called.</summary>
    internal TimeSpan Interval => TimeSpan.FromSeconds(_isLive ? 1 : 5);

    /// <summary>What is going to be sent, and where it can be looked at.</summary>
    internal void Begin(DemoChoice choice, string? console)
    {
        if (asJson)
            return;
        foreach (var source in choice.Sources)
            Console.Out.WriteLine($"{source.Name}: {source.Description}");
        if (choice.Note is { } note)
            Console.Out.WriteLine(note);
        Console.Out.WriteLine(console is null ? "Ctrl-C ends it." : $"Look at the node at {console}. Ctrl-C ends it.");
    }

    /// <summary>A sentence of a source; goes to standard error.</summary>
    internal void Tell(string sentence)
    {
        lock (_gate)
        {
            if (_isLive)
                Console.Out.Write(ClearLine);
            Console.Error.WriteLine(sentence);
        }
    }

    /// <summary>What was sent until now.</summary>
    internal void Show(IReadOnlyList<DemoResult> results)
    {
        lock (_gate)
        {
            var line = string.Join("; ", results.Select((r, i) => Describe(r, i < _last.Count ? _last[i] : null)));
            _last = results;
            if (asJson)
                return;
            if (_isLive)
                Console.Out.Write(ClearLine + line);
            else
                Console.Out.WriteLine(line);
        }
    }

    /// <summary>The totals.</summary>
    internal void End(IReadOnlyList<DemoResult> results)
    {
        lock (_gate)
        {
            if (asJson)
            {
                Console.Out.WriteLine(JsonSerializer.Serialize(results, DemoJson.Default.IReadOnlyListDemoResult));
                return;
            }

            if (_isLive)
                Console.Out.Write(ClearLine);
            foreach (var result in results)
                Console.Out.WriteLine($"{Describe(result, null)}, {Megabytes(result.Bytes)} MB in {result.Seconds.ToString("0.0", CultureInfo.InvariantCulture)} s");
        }
    }

    private static string Describe(DemoResult now, DemoResult? before)
    {
        var seconds = now.Seconds - (before?.Seconds ?? 0);
        var rate = seconds > 0 ? (now.Sent - (before?.Sent ?? 0)) / seconds : 0;
        return string.Create(CultureInfo.InvariantCulture, $"{now.Source}: {now.Sent} sent, {rate:0.0} a second, {now.Refused} refused");
    }

    private static string Megabytes(long bytes) => (bytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture);
}
