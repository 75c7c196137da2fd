using System.CommandLine;
using System.Text.Json;
using Catchment.Core.Configuration;
using Catchment.Doctor;

namespace Catchment.Commands;

/// <summary><c>catchment doctor</c>: looks at what may keep a node from working, and says what to do. The exit status is that of monitoring plugins.</summary>
internal static class DoctorCommand
{
    private const int Warning = 1;
    private const int Critical = 2;

    internal static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print JSON: an object with the worst level and all findings." };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Leave out what is as it should be." };
        var command = new Command("doctor", "Look at ports, folders, disk, clock, databases, versions and the programs that services go to; tell what is wrong and what to do. Changes nothing. Exit status: 0 all is well, 1 a warning, 2 a problem, as monitoring wants it.") { json, quiet };
        var arguments = new ConfigurationArguments().AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            var findings = new List<Finding>();
            var configuration = arguments.Source(parsed).Load();
            if (configuration.HasErrors)
            {
                findings.AddRange(configuration.Messages.Where(static message => message.Severity == MessageSeverity.Error)
                    .Select(static message => new Finding(FindingLevel.Problem, "configuration", message.Text, "Correct it; `catchment config check` tells whether it is well.")));
            }
            else
            {
                await foreach (var finding in Examination.RunAsync(await ExaminedNode.FindAsync(configuration, stop), stop))
                    findings.Add(finding);
            }

            var shown = parsed.GetValue(quiet) ? findings.Where(static finding => finding.Level != FindingLevel.Good) : findings;
            var worst = findings.Max(static finding => finding.Level);
            if (parsed.GetValue(json))
                Console.Out.WriteLine(JsonSerializer.Serialize(new DoctorReport(worst, [.. shown]), DoctorJson.Default.DoctorReport));
            else
                Print(shown, findings);
            return worst switch
            {
                FindingLevel.Problem => Critical,
                FindingLevel.Warning => Warning,
                _ => ExitCode.Done,
            };
        });
        return command;
    }

    private static void Print(IEnumerable<Finding> shown, IReadOnlyCollection<Finding> all)
    {
        var area = "";
        foreach (var finding in shown)
        {
            if (finding.Area != area)
                Console.Out.WriteLine(area = finding.Area);
            Console.Out.WriteLine($"  {Mark(finding.Level)} {finding.Text}");
            if (finding.Advice is { } advice)
                Console.Out.WriteLine($"            {advice}");
        }

        Console.Out.WriteLine($"{Count(all, FindingLevel.Problem)} problems, {Count(all, FindingLevel.Warning)} warnings, {Count(all, FindingLevel.Note)} notes, {Count(all, FindingLevel.Good)} good");
    }

    private static string Mark(FindingLevel level) => level switch
    {
        FindingLevel.Problem => "PROBLEM",
        FindingLevel.Warning => "warning",
        FindingLevel.Note => "note   ",
        _ => "ok     ",
    };

    private static int Count(IReadOnlyCollection<Finding> findings, FindingLevel level) => findings.Count(finding => finding.Level == level);
}
