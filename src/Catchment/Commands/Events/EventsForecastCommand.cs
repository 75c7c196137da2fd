using System.CommandLine;
using System.Text.Json;
using Catchment.Cameras.Catalog;
using Catchment.Cameras.Retention;
using Catchment.Composition;

namespace Catchment.Commands.Events;

/// <summary><c>catchment events forecast</c>: when the disk of the frames is full.</summary>
internal static class EventsForecastCommand
{
    internal static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("forecast", "Tell when the disk of the frames is full, if they go on coming as they did.") { json };
        var arguments = new ConfigurationArguments().AddTo(command);
        command.SetAction((parsed, stop) =>
            Task.FromResult(arguments.Load(parsed) is { } configuration ? Show(configuration, parsed.GetValue(json), stop) : ExitCode.Usage));
        return command;
    }

    private static int Show(NodeConfiguration configuration, bool asJson, CancellationToken stop)
    {
        using var home = Node.OpenCatalog(configuration);
        if (home is null)
            return ExitCode.Failed;
        var forecaster = new DiskForecaster();
        var report = FrameRetention.Rounds(configuration.Hub!, new CatalogRetirement(home, configuration.Hub!.StateDirectory, null), forecaster, null).Rehearse(stop);
        if (forecaster.Current is not { } forecast)
        {
            Console.Error.WriteLine(report.Troubles.GetValueOrDefault(RetentionTrouble.Read) ?? $"There is no {configuration.Hub!.DataDirectory} yet.");
            return ExitCode.Failed;
        }

        Console.Out.WriteLine(asJson ? JsonSerializer.Serialize(forecast, RetentionJson.Default.DiskForecast) : forecast.Text);
        return ExitCode.Done;
    }
}
