using System.Diagnostics;
using System.Text.Json;
using Catchment.Core.Demo;
using Catchment.Soak.Audits;
using Catchment.Soak.Faults;
using Catchment.Soak.Load;
using Catchment.Soak.Machine;
using Catchment.Soak.Report;
using Catchment.Soak.Stores;

namespace Catchment.Soak;

/// <summary>A soak: load, faults, and the audit at the end.</summary>
internal sealed class SoakRun : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan LongestAudit = TimeSpan.FromMinutes(6);
    private static readonly TimeSpan LongRun = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan LongEnoughForCalm = TimeSpan.FromMinutes(10);

    /// <summary>What complains at the end with good reason, as all senders are gone.</summary>
    private static readonly string[] LeftAlone = ["watcher", "gateway", "sync"];

    private readonly SoakOptions _options;
    private readonly OwnMachine _machine = new();
    private readonly SoakSite _site;
    private readonly SoakNode _node;
    private readonly TagBoard _tags;
    private readonly CancellationTokenSource _stop = new();

    internal SoakRun(SoakOptions options)
    {
        _options = options;
        _site = new SoakSite(options.Folder);
        _node = new SoakNode(_site);
        _tags = new TagBoard(_site, _node);

        _stop.CancelAfter((options.Duration * 1.2) + LongestAudit);

        // Whoever started this holds its standard input, and is gone with it.
        new Thread(() =>
        {
            while (Console.In.Read() >= 0)
            {
                // Only its end counts.
            }

            _stop.Cancel();
        })
        { IsBackground = true }.Start();
    }

    /// <summary>Runs it.</summary>
    /// <returns>Whether the audit is clean.</returns>
    internal async Task<bool> RunAsync()
    {
        Console.WriteLine($"soak of {_options.Duration}, seed {_options.Seed}");
        _node.Start();
        if (await _node.RecoverAsync(Patience.Limit, _stop.Token, "gateway", "sync") is { } trouble)
            throw new InvalidOperationException($"The node does not start: {trouble}");
        using var memory = new MemoryWatch(_node);
        using var demo = Process.Start(Load(SoakSite.Program, "demo", "-c", _site.Configuration, "--host", OwnMachine.Field, "--journal", _site.Journal, "--seed", $"{_options.Seed}", "--rate", $"{_options.Rate}"))!;
        using var writers = Process.Start(Load(Environment.ProcessPath!, TagWriters.Word, SoakSite.Gateway, _site.Socket, _site.TagJournal))!;
        if (!SpinWait.SpinUntil(() => new FileInfo(_site.Journal) is { Exists: true, Length: > 0 }, Patience.Limit))
            throw new InvalidOperationException("The demo sends nothing; its words are in field.log.");
        var began = TimeProvider.System.GetUtcNow();
        var faults = new FaultRun(_node, _site, Console.WriteLine);
        await faults.RunAsync(_options, _stop.Token);
        var quarters = new Quarters(began, TimeProvider.System.GetUtcNow());
        var names = await PolledAsync();
        if (names.Count == 0)
            throw new InvalidOperationException("The demo's polling service shows no tags.");
        var arrived = await SettleAsync(async () => [await _tags.ArrivedAsync(names, faults.Happened[^1].To)]);

        writers.StandardInput.Close();
        OwnMachine.Run(new ProcessStartInfo("kill", [$"{demo.Id}"]));
        await writers.WaitForExitAsync(_stop.Token);
        await demo.WaitForExitAsync(_stop.Token);
        if (writers.ExitCode != 0 || demo.ExitCode != 0)
            throw new InvalidOperationException($"A sender failed: the writers of tags ended with {writers.ExitCode}, the demo with {demo.ExitCode}; see field.log.");
        IReadOnlyList<DemoItem> items = JournalFile.Read(_site.Journal), numbers = JournalFile.Read(_site.TagJournal);
        var files = new FileStore(_site, _node);
        var unknown = await SettleAsync(async () => [WithoutUnknown((await files.AuditAsync(items))[0])]);
        if (unknown.Any(static r => r.Note is not null))
            files.AskAgain();
        var results = await SettleAsync(async () =>
        [
            .. await new HubStore(_site, _node).AuditAsync(items), .. await new EventStore(_site, _node).AuditAsync(items, faults.Happened),
            .. await files.AuditAsync(items), .. await new TelemetryStore(_site, _node).AuditAsync(items), .. await _tags.AuditAsync(numbers),
        ]);
        results = [.. results, .. arrived, Senders(items.Concat(numbers)), Calm(results), Memory(memory.Most(quarters)), Recovered(faults.Happened, await _node.RecoverAsync(Patience.Limit, _stop.Token, LeftAlone))];
        SoakReport.Print(Console.Out, results, faults.Happened, items.Concat(numbers), quarters, memory.Most(quarters));
        var status = _node.Stop();
        var isClean = status == 0 && results.All(static r => r.IsClean);
        Console.WriteLine($"{(isClean ? "clean" : "NOT CLEAN")}; the node ended with {status}; again with --seed {_options.Seed}");
        return isClean;
    }

    public void Dispose()
    {
        _tags.Dispose();
        _node.Dispose();
        _site.Dispose();
        _machine.Dispose();
        _stop.Dispose();
    }

    /// <summary>What is still on its way gets its time: the audit is made again until it is clean, or nothing more has come for a while.</summary>
    private async Task<IReadOnlyList<AuditResult>> SettleAsync(Func<Task<IReadOnlyList<AuditResult>>> audit)
    {
        var (began, least) = (TimeProvider.System.GetTimestamp(), int.MaxValue);
        while (true)
        {
            IReadOnlyList<AuditResult> results;
            try
            {
                results = await audit();
            }
            catch (Exception e) when (e is IOException or HttpRequestException or TaskCanceledException && !_stop.IsCancellationRequested)
            {
                results = [new AuditResult("the audit itself", 0, 0, 0) { Missing = [e.Message] }]; // a file went while it was read, or the node is busy
            }

            var missing = results.Sum(static r => r.Missing.Count);
            if (missing < least)
                (began, least) = (TimeProvider.System.GetTimestamp(), missing);
            if (results.All(static r => r.IsClean) || TimeProvider.System.GetElapsedTime(began) > Patience.Limit)
                return results;
            await Task.Delay(Pause, _stop.Token);
        }
    }

    private static AuditResult WithoutUnknown(AuditResult files) => files with { Missing = [.. files.Missing.Where(static m => !m.EndsWith("UNKNOWN)", StringComparison.Ordinal) && !m.EndsWith("not handed over", StringComparison.Ordinal))] };

    /// <summary>All that is sent by somebody has arrived from somebody.</summary>
    private static AuditResult Senders(IEnumerable<DemoItem> items)
    {
        var heard = items.Where(static i => i.Answer is not null and not TagAudit.ReadBack).Select(static i => i.Source).ToHashSet(StringComparer.Ordinal);
        string[] wanted = ["cameras", "outposts", "files", "telemetry", .. TagWriters.Keys.Select(TagWriters.Source).Distinct(StringComparer.Ordinal)];
        return new AuditResult("senders", wanted.Length, wanted.Length, wanted.Count(heard.Contains)) { Missing = [.. wanted.Where(w => !heard.Contains(w)).Select(static w => $"{w}: nothing was taken")] };
    }

    /// <summary>A run of ten minutes has events during which nothing happened; without one, nothing would be asked of the watcher.</summary>
    private AuditResult Calm(IReadOnlyList<AuditResult> results)
    {
        var calm = results.Where(static r => r.Subject == OutpostAudit.Subject).Sum(static r => r.Acknowledged);
        return new AuditResult("outposts' events that have to be whole", calm, calm, calm) { Missing = calm == 0 && _options.Duration >= LongEnoughForCalm ? ["there was none"] : [] };
    }

    /// <summary>Memory has its ups and downs; what grows without bound shows in a long run.</summary>
    private AuditResult Memory(IReadOnlyList<double> quarters)
    {
        var isGrowing = _options.Duration >= LongRun && quarters[3] > (3 * quarters[0]) + 100;
        return new AuditResult("memory", 4, 4, 4) { Twice = isGrowing ? [$"{quarters[0]:0} MiB in the first quarter, {quarters[3]:0} in the last"] : [] };
    }

    /// <summary>A machine that is busy with everything else may recover slowly; at the end nothing complains any more.</summary>
    private static AuditResult Recovered(IReadOnlyList<Happening> happened, string? trouble) =>
        new("recoveries", happened.Count, happened.Count, happened.Count(static h => h.Trouble is null))
        {
            Missing = trouble is null ? [] : [trouble],
            Note = string.Join("; ", happened.Where(static h => h.Trouble is not null).Select(static h => $"slow at {h.From.LocalDateTime:HH:mm:ss}: {h.Trouble}")) is { Length: > 0 } slow ? slow : null,
        };

    /// <summary>Devices and tags as the demo's polling service shows them.</summary>
    private static async Task<IReadOnlyList<(string Device, string Tag)>> PolledAsync()
    {
        using var client = new HttpClient { Timeout = Patience.Limit };
        using var document = JsonDocument.Parse(await client.GetStringAsync(SoakSite.Polled));
        return
        [
            .. document.RootElement.EnumerateObject().Where(static device => device.Name is not ("USER_TAGS" or "CALC_TAGS") && device.Value.ValueKind == JsonValueKind.Object)
                .SelectMany(static device => device.Value.EnumerateObject().Where(static tag => tag.Value.ValueKind == JsonValueKind.Object && tag.Value.TryGetProperty("value", out _)).Select(tag => (device.Name, tag.Name))),
        ];
    }

    /// <summary>Starts senders in the field.</summary>
    private ProcessStartInfo Load(string program, params IEnumerable<string> words)
    {
        var start = _machine.FromField("/bin/sh", ["-c", "exec \"$0\" \"$@\" >>field.log 2>&1", program, .. words]);
        (start.WorkingDirectory, start.RedirectStandardInput) = (_site[""], true);
        return start;
    }
}
