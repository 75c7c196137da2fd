using System.CommandLine;
using Catchment.Composition;

namespace Catchment.Commands;

/// <summary><c>datapump</c>: the pump by its original's command line, which has no words: it reads <c>datapump.yaml</c> in the home folder.</summary>
/// <remarks>Source: the camera specification, 6.1.</remarks>
internal static class DataPumpCommand
{
    internal const string Name = "datapump";

    internal static Command Create()
    {
        var verbose = new Option<bool>("--verbose", "-v") { Description = "Log more." };
        var command = new Command(Name, "Run the pump as SentinelCam's datapump is run, with ~/datapump.yaml.") { verbose };
        command.SetAction(async (parsed, _) =>
        {
            var file = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify), Sections.DataPump.FileName);
            var configuration = new ConfigurationSource(file, [], parsed.GetValue(verbose), As: Sections.DataPump).Load();

            // The original ends with 1 when its file cannot be read.
            return ConfigurationArguments.IsUsable(configuration) ? await Node.PumpAsync(configuration) : ExitCode.Failed;
        });
        return command;
    }
}
