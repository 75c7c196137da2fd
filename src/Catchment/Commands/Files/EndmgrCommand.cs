using System.CommandLine;
using System.CommandLine.Help;
using System.Runtime.InteropServices;
using Catchment.Composition;
using Catchment.Core.Configuration;
using Catchment.Files.Settings;
using Catchment.Files.Settings.Validation;

namespace Catchment.Commands.Files;

/// <summary><c>endmgr COMPONENT start|validate FILE</c>: finder, ingester and backfill by their original's command line.</summary>
/// <remarks>Source: <c>files</c> 1.</remarks>
internal static class EndmgrCommand
{
    internal const string Name = "endmgr";

    internal static Command Create() => Group(
        Name,
        "Run the file services as the endpoint manager is run.",
        Component("finder", "Discover files and track them.", EndpointFiles.Finder, EndpointComponent.Finder, Node.FinderAsync),
        Component("ingester", "Hand tracked files to a data management system.", EndpointFiles.Ingester, EndpointComponent.Ingester, Node.IngesterAsync),
        Component("backfill", "Track files that were in place before.", EndpointFiles.Backfill, EndpointComponent.Backfill, BackfillStart.RunAsync));

    private static Command Component(string name, string what, OriginalFile original, EndpointComponent component, Func<NodeConfiguration, Action<ILoggerFactory>?, CancellationToken, Task<int>> start) =>
        Group(name, what, Start(name, original, start), Validate(component));

    /// <summary>A word that prints its help when nothing follows it.</summary>
    private static Command Group(string name, string what, params ReadOnlySpan<Command> parts)
    {
        var command = new Command(name, what);
        foreach (var part in parts)
            command.Subcommands.Add(part);
        command.SetAction(parsed => new HelpAction().Invoke(parsed));
        return command;
    }

    private static Command Start(string component, OriginalFile original, Func<NodeConfiguration, Action<ILoggerFactory>?, CancellationToken, Task<int>> start)
    {
        var file = FileArgument();
        var dump = new Option<bool>("--dump") { Description = "Begin the log with the configuration, passwords left out (default)." };
        var noDump = new Option<bool>("--no-dump") { Description = "Do not." };
        var command = new Command("start", $"Start the {component}.") { dump, noDump, file };
        command.SetAction(async (parsed, _) =>
        {
            var configuration = new ConfigurationSource(parsed.GetValue(file), [], As: original).Load();
            if (!ConfigurationArguments.IsUsable(configuration))
                return ExitCode.Failed;
            var isDumped = !parsed.GetValue(noDump) || parsed.GetValue(dump);
            using var interrupted = new CancellationTokenSource();
            using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
            {
                // The component has no handler of its own yet in the first moments.
                signal.Cancel = true;
                interrupted.Cancel();
            });
            var result = await start(configuration, isDumped ? loggers => ConfigurationDump.Tell(configuration.Loaded, loggers.CreateLogger($"{component}.commands")) : null, interrupted.Token);
            if (!interrupted.IsCancellationRequested)
                return result;
            Console.Error.WriteLine("Interrupted");
            return ExitCode.Failed;
        });
        return command;
    }

    private static Command Validate(EndpointComponent component)
    {
        var file = FileArgument();
        var command = new Command("validate", "Check the file; nothing else is looked at.") { file };
        command.SetAction(parsed =>
        {
            var violations = EndpointValidation.Of(component, parsed.GetValue(file)!);
            foreach (var violation in violations)
                Console.Error.WriteLine($"error: {violation}");
            return violations.Count == 0 ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static Argument<string> FileArgument()
    {
        var file = new Argument<string>("FILE") { Description = "The component's configuration." };
        file.Validators.Add(result =>
        {
            // A folder passes, and fails where it is opened.
            if (result.Tokens is [var token] && !Path.Exists(token.Value))
                result.AddError($"there is no file '{token.Value}'");
        });
        return file;
    }
}
