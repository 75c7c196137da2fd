using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using Catchment.Cameras.Demo;
using Catchment.Cameras.Demo.Outposts;
using Catchment.Composition;
using Catchment.Core.Configuration.Binding;
using Catchment.Core.Demo;
using Catchment.Core.Hosting;

namespace Catchment.Commands;

/// <summary><c>catchment demo</c>: simulated senders against a running node.</summary>
internal static class DemoCommand
{
    private const string AsFastAsItGoes = "max";
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    internal static Command Create()
    {
        var rate = new Option<double?>("--rate") { HelpName = "N|max", Description = "Pictures and files a second of all senders together; max: as fast as the node takes them. Default: 4 of the cameras, 9 of each outpost's view, a file every 2 s, and 12 entries of telemetry.", CustomParser = ReadRate };
        var duration = new Option<TimeSpan?>("--for") { HelpName = "TIME", Description = "How long, such as 30 s or 5 min. Default: until Ctrl-C.", CustomParser = ReadDuration };
        var seed = new Option<int>("--seed") { HelpName = "N", Description = "Decides what is sent; the same number sends the same.", DefaultValueFactory = _ => new DemoPlan().Seed };
        var cameras = new Option<int>("--cameras") { HelpName = "N", Description = $"How many cameras, 1 to {CameraDemoOptions.MaxCameras}.", DefaultValueFactory = _ => CameraDemoOptions.DefaultCameras };
        cameras.Validators.Add(OnlySoMany);
        var outposts = new Option<int>("--outposts") { HelpName = "N", Description = $"How many outposts, 1 to {OutpostDemoOptions.MaxOutposts}.", DefaultValueFactory = _ => OutpostDemoOptions.DefaultOutposts };
        outposts.Validators.Add(OnlySoManyOutposts);
        var port = new Option<int>("--first-port") { HelpName = "N", Description = $"The first of the {OutpostDemoOptions.Ports} ports of simulated outposts and their sentinel; 0: any free ones.", DefaultValueFactory = _ => OutpostDemoOptions.DefaultFirstPort };
        port.Validators.Add(OnlyPorts);
        var only = new Option<string?>("--only") { HelpName = "SENDERS", Description = "Only these: cameras (for the hub), outposts (for the watcher), files (an instrument for the finder), telemetry (devices for the live process) or modbus (devices to poll, and a polling service for the sync). Default: all, outposts when a watcher is there, files when a finder is configured, telemetry when telem_dir is." };
        only.AcceptOnlyFromAmong(DemoSources.Cameras, DemoSources.Outposts, DemoSources.Files, DemoSources.Telemetry, DemoSources.Modbus);
        var host = new Option<IPAddress>("--host") { HelpName = "ADDRESS", Description = "The address of this machine at which the node reaches simulated outposts and devices.", DefaultValueFactory = _ => IPAddress.Loopback, CustomParser = ReadHost };
        var journal = new Option<string?>("--journal") { HelpName = "FILE", Description = "Write what was sent and answered into a file, a line of JSON for each item." };
        var json = new Option<bool>("--json") { Description = "Print JSON at the end: a list with the totals of each source." };
        var command = new Command("demo", "Send a running node the pictures and events of simulated cameras and outposts, an instrument's files and telemetry; serve the values of simulated Modbus devices. Exit status 1 when it took nothing.") { rate, duration, seed, cameras, outposts, port, host, only, journal, json };
        var arguments = new ConfigurationArguments().AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            if (arguments.Load(parsed) is not { } configuration)
                return ExitCode.Usage;
            var plan = new DemoPlan { Rate = parsed.GetValue(rate), Duration = parsed.GetValue(duration), Seed = parsed.GetValue(seed) };
            var display = new DemoDisplay(parsed.GetValue(json));
            var sources = await new DemoSources(configuration, parsed.GetValue(host)!, display.Tell).ForAsync(parsed.GetValue(cameras), parsed.GetValue(outposts), parsed.GetValue(port), parsed.GetValue(only));
            if (sources.Problem is { } none)
            {
                Console.Error.WriteLine($"error: {none}");
                return ExitCode.Usage;
            }

            using var journaled = OpenJournal(parsed.GetValue(journal), display.Tell, out var problem);
            if (problem is not null)
            {
                Console.Error.WriteLine($"error: {problem}");
                return ExitCode.Usage;
            }

            var status = await RunAsync(configuration, plan with { Journal = journaled }, sources, display);
            return journaled is { HasFailed: true } ? ExitCode.Failed : status;
        });
        return command;
    }

    private static async Task<int> RunAsync(NodeConfiguration configuration, DemoPlan plan, DemoChoice choice, DemoDisplay display)
    {
        using var stop = new CancellationTokenSource();
        using var signals = new TerminationSignals(TimeProvider.System, _ => stop.Cancel(), Environment.Exit);
        display.Begin(choice, configuration.ConsoleAddress);
        var results = await new DemoRun(choice.Sources, plan, display, TimeProvider.System).RunAsync(stop.Token);
        display.End(results);
        foreach (var result in results.Where(r => r.Problem is not null))
            Console.Error.WriteLine($"error: {result.Source}: {result.Problem}");
        return results.All(r => r.Problem is null) ? ExitCode.Done : ExitCode.Failed;
    }

    private static DemoJournal? OpenJournal(string? path, Action<string> tell, out string? problem)
    {
        problem = null;
        try
        {
            return path is null ? null : new DemoJournal(path, tell);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            problem = $"--journal: {e.Message}";
            return null;
        }
    }

    private static IPAddress? ReadHost(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (IPAddress.TryParse(text, out var address) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any))
            return address;
        result.AddError($"--host: '{text}' is no address of this machine that the node could connect to, such as 192.0.2.7");
        return null;
    }

    private static double? ReadRate(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (text == AsFastAsItGoes)
            return double.PositiveInfinity;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate) && DemoPlan.IsRate(rate))
            return rate;
        result.AddError($"--rate: '{text}' is no rate: a number from {DemoPlan.MinRate} to {DemoPlan.MaxRate}, or max, is wanted");
        return null;
    }

    private static TimeSpan? ReadDuration(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Duration.TryRead(text, out var duration) && duration > TimeSpan.Zero && duration <= Longest)
            return duration;
        result.AddError($"--for: '{text}' is no duration: a number of seconds, or a duration such as 30 s, 5 min or 1 h, up to {Duration.Format(Longest)}, is wanted");
        return null;
    }

    private static void OnlySoManyOutposts(OptionResult result)
    {
        if (result.GetValueOrDefault<int>() is < 1 or > OutpostDemoOptions.MaxOutposts)
            result.AddError($"--outposts: 1 to {OutpostDemoOptions.MaxOutposts} outposts can be simulated");
    }

    private static void OnlyPorts(OptionResult result)
    {
        if (result.GetValueOrDefault<int>() is not 0 and (< 1 or > OutpostDemoOptions.MaxFirstPort))
            result.AddError($"--first-port: a port from 1 to {OutpostDemoOptions.MaxFirstPort} is wanted, or 0 for any free ones");
    }

    private static void OnlySoMany(OptionResult result)
    {
        if (result.GetValueOrDefault<int>() is < 1 or > CameraDemoOptions.MaxCameras)
            result.AddError($"--cameras: 1 to {CameraDemoOptions.MaxCameras} cameras can be simulated");
    }
}
