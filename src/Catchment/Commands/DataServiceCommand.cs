using System.Collections;
using System.CommandLine;
using Catchment.Composition;
using Catchment.Tags.Settings;

namespace Catchment.Commands;

/// <summary><c>dataservice</c>: the gateway as the original is started, with its variables, its <c>.env</c>, its addresses and its log.</summary>
/// <remarks>Source: <c>tags</c> 1.</remarks>
internal static class DataServiceCommand
{
    internal const string Name = "dataservice";

    private const string EnvironmentFile = ".env";
    private const string LogFile = "logs/dataservice.log";

    internal static Command Create()
    {
        var command = new Command(Name, "Run the tag gateway as Data-Service is run: variables and .env as it knows them, on all addresses, log in logs/dataservice.log.");
        var arguments = new ConfigurationArguments().AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            var source = arguments.Source(parsed);
            try
            {
                var configured = source.Load();
                if (configured.HasErrors)
                    return ConfigurationArguments.IsUsable(configured) ? ExitCode.Done : ExitCode.Failed;
                var variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(static e => (string)e.Key, static e => (string?)e.Value ?? "", StringComparer.Ordinal);
                var further = DataServiceEnvironment.Translate(variables, DotEnv.Read(EnvironmentFile), configured.Loaded.IsSet, configured.Loaded.Section<GatewayOptions>()).ToDictionary(StringComparer.Ordinal);
                if (!configured.Loaded.IsSet("logging.file"))
                    further["CATCHMENT__LOGGING__FILE"] = LogFile;
                var configuration = (source with { FurtherVariables = further, IsDataService = true }).Load();
                return ConfigurationArguments.IsUsable(configuration) ? await Node.GatewayAsync(configuration) : ExitCode.Failed;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
            {
                Console.Error.WriteLine($"error: {e.Message}");
                return ExitCode.Failed;
            }
        });
        return command;
    }
}
