using System.CommandLine;
using Catchment.Composition;
using Catchment.Core.Databases;
using Catchment.Tags.Gateway;
using Catchment.Tags.Servers.Snmp.Mib;
using Catchment.Tags.State;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Commands.Tags;

/// <summary><c>catchment gateway mib</c>: CATCHMENT-GATEWAY-MIB of the mappings that a gateway has, whether it runs or not.</summary>
internal static class GatewayMibCommand
{
    internal static Command Create()
    {
        var file = new Option<string?>("--config", "-c") { HelpName = "FILE", Description = "The configuration. Default: catchment.yaml in the working folder, if there is one." };
        var output = new Option<string?>("--output", "-o") { HelpName = "FILE", Description = "Where to write it. Default: the standard output." };
        var command = new Command("mib", "Write CATCHMENT-GATEWAY-MIB, with an object for each SNMP mapping of the gateway.") { file, output };
        command.SetAction(parsed =>
        {
            var configuration = new ConfigurationSource(parsed.GetValue(file), []).Load();
            if (!ConfigurationArguments.IsUsable(configuration))
                return ExitCode.Usage;
            try
            {
                var text = GatewayMib.Write(ModelOf(configuration), TimeProvider.System.GetUtcNow());
                if (parsed.GetValue(output) is { } path)
                    File.WriteAllText(path, text);
                else
                    Console.Out.Write(text);
                return ExitCode.Done;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or DatabaseVersionException)
            {
                Console.Error.WriteLine($"error: {e.Message}");
                return ExitCode.Failed;
            }
        });
        return command;
    }

    /// <summary>What the gateway keeps; a state that is not there yet has no mappings, and is not made for that.</summary>
    private static GatewayModel ModelOf(NodeConfiguration configuration)
    {
        var settings = new GatewaySettings { Options = configuration.GatewayOptions(isAlone: false), StateFolder = GatewayCommand.StateFolderOf(configuration), Version = Node.Version };
        using var state = GatewayState.Open(File.Exists(settings.StatePath) ? settings.StatePath : null, TimeProvider.System, NullLogger.Instance);
        return state.OpenModel(new TagStoreSettings(), TimeProvider.System);
    }
}
