using System.Reflection;
using Catchment.Cameras.Catalog;
using Catchment.Cameras.Hub;
using Catchment.Cameras.Retention;
using Catchment.Core.Configuration;
using Catchment.Core.Diagnostics;
using Catchment.Core.Hosting;
using Catchment.Core.Live;
using Catchment.WebConsole;

namespace Catchment.Composition;

/// <summary>Puts a node together and runs it: all services, or one.</summary>
internal static partial class Node
{
    private const int Failed = 1;

    /// <summary>The program's version.</summary>
    internal static string Version { get; } =
        typeof(Node).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Runs all services, with the HTTP endpoint.</summary>
    internal static Task<int> UpAsync(NodeConfiguration configuration) =>
        RunAsync(configuration, "node", configuration.Web, () => StateFolder.Open(configuration.StateDirectory), sharesState: false);

    /// <summary>Runs the hub as a process of its own.</summary>
    internal static Task<int> HubAsync(NodeConfiguration configuration)
    {
        var settings = configuration.Hub!;
        return RunAsync(configuration, HubMetrics.Service, configuration.WebWhenSet, ClaimState, sharesState: true);

        StateFolder ClaimState()
        {
            HubFolders.Make(settings);
            return StateFolder.Open(settings.StateDirectory);
        }
    }

    private static async Task<int> RunAsync(
        NodeConfiguration configuration, string socketName, IReadOnlyList<WebEndpoint> web, Func<StateFolder> claimState, bool sharesState)
    {
        if (configuration.Hub!.Options.PrintSettings)
            Console.Out.Write(ConfigurationListing.Render(configuration.Loaded.Effective()));
        using var state = Claim(claimState);
        if (state is null)
            return Failed;
        using var loggers = LogSetup.Create(configuration.Logging);
        using var metrics = new NodeMetrics(TimeProvider.System, Version);
        var logger = loggers.CreateLogger("node");
        LogStarting(logger, Version, configuration.Loaded.FilePath ?? "no file (defaults)");
        foreach (var warning in configuration.Messages)
            LogWarning(logger, warning.Text);

        var hubMetrics = new HubMetrics(metrics);
        using var home = OpenCatalog(configuration);
        if (home is null)
            return Failed;
        var feed = new LiveFeed();
        var catalog = new HubCatalogParts(configuration.Name, home, new CameraBoard(TimeProvider.System, feed));
        var hub = new ServiceDefinition(HubMetrics.Service, () => new HubService(configuration.Hub!, hubMetrics, catalog, sharesState ? state : null));
        var disk = new DiskForecaster(made => feed.Publish(new LiveMessage(ConsoleDisk.Topic, "", WebConsoleParts.Disk(made))));
        var retention = FrameRetention.Service(configuration.Hub!, new CatalogRetirement(home, configuration.Hub!.StateDirectory, catalog.Board), disk, metrics);
        var options = new NodeHostOptions
        {
            Node = configuration.Name,
            SocketName = socketName,
            Web = web,
            WebToken = configuration.Loaded.Section<WebOptions>().Token,
            Otlp = configuration.Otlp,
            Live = feed,
            ConfigureWeb = ConsoleRoutes.AddServices,
            MapWeb = app => ConsoleRoutes.Map(app, WebConsoleParts.Of(configuration, catalog, feed, disk)),
        };
        try
        {
            return await new NodeHost(options, [hub, retention], state, metrics, loggers, TimeProvider.System).RunAsync();
        }
        catch (StateFolderException e)
        {
            Console.Error.WriteLine($"error: {e.Message}");
            return Failed;
        }
    }

    /// <summary>Makes the catalog ready to be opened, or tells why its folder cannot be had.</summary>
    internal static CatalogHome? OpenCatalog(NodeConfiguration configuration)
    {
        try
        {
            return new CatalogHome(configuration.CatalogUrl, configuration.Name, configuration.Hub!.StateDirectory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"error: Cannot make the folder of the catalog {configuration.CatalogUrl}: {e.Message}");
            return null;
        }
    }

    /// <summary>Takes the state folder, or tells why it cannot be had.</summary>
    private static StateFolder? Claim(Func<StateFolder> claim)
    {
        try
        {
            return claim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or StateFolderException)
        {
            Console.Error.WriteLine($"error: {e.Message}");
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Catchment {Version}, configuration: {File}")]
    private static partial void LogStarting(ILogger logger, string version, string file);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Text}")]
    private static partial void LogWarning(ILogger logger, string text);
}
