using System.CommandLine;
using Catchment.Composition;

namespace Catchment.Commands;

/// <summary><c>imagehub [-p DIR]</c>: the hub by its original's command line.</summary>
/// <remarks>Source: the camera specification, 3.1.</remarks>
internal static class ImageHubCommand
{
    internal const string Name = "imagehub";

    internal static Command Create()
    {
        var folder = new Option<string>("--path", "-p")
        {
            HelpName = "DIR",
            Description = "The folder that holds imagehub.yaml; also the base of a relative data_directory.",
            DefaultValueFactory = _ => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify),
        };
        var verbose = new Option<bool>("--verbose", "-v") { Description = "Log more." };
        var command = new Command(Name, "Run the hub as ImageHub is run.") { folder, verbose };
        command.SetAction(async (parsed, _) =>
        {
            var file = Path.Combine(parsed.GetValue(folder)!, Sections.ImageHub.FileName);
            var configuration = new ConfigurationSource(file, [], parsed.GetValue(verbose), As: Sections.ImageHub).Load();

            // The original ends with 1 when its file cannot be read.
            return ConfigurationArguments.IsUsable(configuration) ? await Node.HubAsync(configuration) : ExitCode.Failed;
        });
        return command;
    }
}
