using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Catchment.Commands.Events;
using Catchment.Composition;
using Catchment.Telemetry.Replicas;
using Catchment.Telemetry.Replicas.Verifying;
using Catchment.Telemetry.Schema;

namespace Catchment.Commands.Telemetry.Replicas;

/// <summary><c>replicas verify [VOLUME…]</c>: looks whether copies are as their rows say.</summary>
internal static class ReplicasVerifyCommand
{
    private const int MostListed = 1000;

    internal static Command Create(bool isOriginal)
    {
        var compare = new Option<bool>("--compare") { Description = "Compare the contents with the originals, where they are this computer's and there." };
        var forget = new Option<bool>("--forget") { Description = "Remove the rows of copies that are gone. Without this they stay, marked, until they are found again or copied anew." };
        var json = new Option<bool>("--json") { Description = "Print JSON: one object." };
        var command = new Command("verify", "Look whether copies are there and as their rows say, on the mounted volumes or in those given (or in s3://bucket/prefix). Exit status 1 when one is not.") { compare, forget, json };
        var arguments = new ReplicaArguments(command, isOriginal, "VOLUME");
        command.SetAction((parsed, _) => arguments.RunAsync(parsed, (configuration, volumes, room) =>
        {
            using var database = TelemetryDatabase.Open(room.Settings.Database);
            var found = new List<ReplicaVerifyLine.Finding>();
            var leftOut = 0L;
            var asJson = parsed.GetValue(json);
            var verification = new ReplicaVerification(room.Settings, database, TimeProvider.System, room.Logger) { Compares = parsed.GetValue(compare), Forgets = parsed.GetValue(forget) };
            var report = new VerificationReport();
            foreach (var (store, folders) in Parts(volumes))
                report = Sum(report, Run(verification, store, folders, configuration, room, Found));
            room.Progress.End();
            if (asJson)
                Console.Out.WriteLine(JsonSerializer.Serialize(new ReplicaVerifyLine(report, found, leftOut), TelemetryJson.Default.ReplicaVerifyLine));
            else
                Show(report);
            if (report.IsStopped)
                throw new OperationCanceledException(room.Stopping);
            return report.Faults > 0 ? ExitCode.Failed : ExitCode.Done;

            void Found(ReplicaFinding f)
            {
                if (!asJson)
                    Console.Out.WriteLine(Text(f));
                else if (found.Count < MostListed)
                    found.Add(new ReplicaVerifyLine.Finding(Word(f.Fault), f.OriginHost, f.OriginPath, f.Path, f.IsOriginalHere, f.Reason));
                else
                    leftOut++;
            }
        }));
        return command;
    }

    /// <summary>The volumes together, and each store by itself.</summary>
    private static IEnumerable<(string? Store, IReadOnlyList<string> Folders)> Parts(IReadOnlyList<string> volumes)
    {
        var folders = volumes.Where(static v => !ReplicaMap.IsStore(v)).ToArray();
        if (folders.Length > 0 || volumes.Count == 0)
            yield return (null, folders);
        foreach (var store in volumes.Where(ReplicaMap.IsStore))
            yield return (store, []);
    }

    private static VerificationReport Run(ReplicaVerification verification, string? store, IReadOnlyList<string> folders, TelemetryConfiguration configuration, TelemetryRoom room, Action<ReplicaFinding> found)
    {
        var progress = room.Progress.Showing<VerificationProgress>(p => $"{p.Looked:N0} copies looked at, {p.Faults:N0} not as they should be");
        return store is null ? verification.Run(folders, found, progress, room.Stopping) : verification.RunStore(store, configuration.Options.Replicas, found, progress, room.Stopping);
    }

    private static VerificationReport Sum(VerificationReport a, VerificationReport b) => new()
    {
        Looked = a.Looked + b.Looked,
        Away = a.Away + b.Away,
        Intact = a.Intact + b.Intact,
        Gone = a.Gone + b.Gone,
        Forgotten = a.Forgotten + b.Forgotten,
        Damaged = a.Damaged + b.Damaged,
        Resized = a.Resized + b.Resized,
        Touched = a.Touched + b.Touched,
        Unreadable = a.Unreadable + b.Unreadable,
        Returned = a.Returned + b.Returned,
        Compared = a.Compared + b.Compared,
        OriginalsGone = a.OriginalsGone + b.OriginalsGone,
        IsStopped = a.IsStopped || b.IsStopped,
    };

    private static string Word(ReplicaFault fault) => fault.ToString().ToLowerInvariant();

    private static string Text(ReplicaFinding f) => PagePrinter.Printable(
        $"{Word(f.Fault),-10}  {f.Path}  {f.OriginHost}:{f.OriginPath}{(f.IsOriginalHere == false ? "  (the original is gone too)" : "")}{(f.Reason is { } reason ? $"  {reason}" : "")}");

    private static void Show(VerificationReport r)
    {
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{r.Looked:N0} copies looked at, {r.Compared:N0} compared: {r.Intact:N0} intact, {r.Gone:N0} gone, {r.Damaged:N0} damaged, {r.Resized:N0} of another size, {r.Touched:N0} of another time, {r.Unreadable:N0} unreadable"));
        if (r.Away > 0)
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{r.Away:N0} are on volumes that are not mounted; nothing is said of them"));
        if (r.Returned > 0)
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{r.Returned:N0} that were gone are there again"));
        if (r.OriginalsGone > 0)
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{r.OriginalsGone:N0} are copies of files that are no longer on this computer"));
        if (r.Forgotten > 0)
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{r.Forgotten:N0} rows of copies that are gone were removed"));
    }
}
