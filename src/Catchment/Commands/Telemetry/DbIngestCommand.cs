using System.CommandLine;
using Catchment.Composition;

namespace Catchment.Commands.Telemetry;

/// <summary><c>dbIngest -n NAME</c>: the live process by its original's command line, as the instrument's process lists start it.</summary>
/// <remarks>Source: <c>telemetry</c> 11.</remarks>
internal static class DbIngestCommand
{
    internal const string Name = "dbIngest";

    internal static Command Create()
    {
        var named = new Option<string?>("--name", "-n") { HelpName = "NAME", Description = $"The process's name: {ConfigurationFolder}/NAME.conf is its configuration, below the files of -c." };
        var all = new Option<bool>("--all", "-a") { Description = "Log more, of every part." };
        var command = new Command(Name, "Follow the telemetry of this computer's devices, as dbIngest does.") { named, all };
        named.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is "" or "." or ".." || result.GetValueOrDefault<string?>()?.Contains('/', StringComparison.Ordinal) == true)
                result.AddError("-n takes the name of a process");
        });
        var arguments = new TelemetryArguments(command);
        command.SetAction((parsed, _) => arguments.RunAsync(
            parsed,
            new TelemetryFile(Path.Combine(ConfigurationFolder, $"{parsed.GetValue(named) ?? Name}.conf"), IsWanted: parsed.GetValue(named) is not null),
            parsed.GetValue(all),
            Node.TelemetryAsync));
        return command;
    }

    // The instrument's programs know one more place than the built-in one.
    private static string ConfigurationFolder => Path.Combine(Environment.GetEnvironmentVariable("MagAOX_PATH") is { Length: > 0 } root ? root : "/opt/MagAOX", "config");
}
