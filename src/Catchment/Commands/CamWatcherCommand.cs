using System.CommandLine;
using Catchment.Composition;

namespace Catchment.Commands;

/// <summary><c>camwatcher</c>: the watcher as its original is run, with <c>camwatcher.yaml</c> in the home folder.</summary>
/// <remarks>Source: the camera specification, 10.1.</remarks>
internal static class CamWatcherCommand
{
    internal const string Name = "camwatcher";

    internal static Command Create()
    {
        var verbose = new Option<bool>("--verbose", "-v") { Description = "Log more." };
        var command = new Command(Name, "Run the watcher as SentinelCam's camwatcher is run: with ~/camwatcher.yaml.") { verbose };
        command.SetAction(async (parsed, _) =>
        {
            var file = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify), Sections.CamWatcher.FileName);
            var configuration = new ConfigurationSource(file, [], parsed.GetValue(verbose), As: Sections.CamWatcher).Load();

            // The original ends with 1 when its file cannot be read.
            return ConfigurationArguments.IsUsable(configuration) ? await Node.WatcherAsync(configuration) : ExitCode.Failed;
        });
        return command;
    }
}
