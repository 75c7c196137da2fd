using System.CommandLine;

namespace Catchment.Benchmarks.Commands;

/// <summary>The command line of the benchmarks.</summary>
internal static class BenchmarkCommand
{
    private const int Usage = 2;

    /// <summary>After Ctrl-C a run ends its servers and removes its files, which may be millions.</summary>
    private static readonly TimeSpan CleanUp = TimeSpan.FromMinutes(5);

    /// <summary>Runs a benchmark.</summary>
    /// <returns>0 measured; 1 something was lost, refused, or could not be measured; 2 wrong usage.</returns>
    internal static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var root = new RootCommand("Measures Catchment's services beside limits of the same machine.")
        {
            HubCommands.Matrix(),
            HubCommands.Idle(),
            HubCommands.Soak(),
            HubCommands.Growth(),
            HubCommands.Start(),
            CatalogCommand.Create(),
            PumpCommand.Create(),
            WatcherCommand.Create(),
            RecordingsCommand.Create(),
            FilesCommand.Create(),
            TelemetryCommand.Create(),
            ModbusCommand.Create(),
            SnmpCommand.Create(),
            OpcUaCommand.Create(),
            Iec104Command.Create(),
            IpcCommand.Create(),
            HttpCommand.Create(),
            SyncCommand.Create(),
            TagsCommand.Create(),
        };
        var parsed = root.Parse(arguments);
        var result = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = CleanUp });
        return parsed.Errors.Count > 0 ? Usage : result;
    }
}
