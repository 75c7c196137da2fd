using Catchment.Cameras.Catalog;
using Catchment.Cameras.Events;
using Catchment.Cameras.Pump;
using Catchment.Cameras.Recordings;
using Catchment.Cameras.Watcher;
using Catchment.Core.Configuration;
using Catchment.Core.Databases;

namespace Catchment.Composition;

/// <summary>Where recorded events lie, and where their catalog is: for a node and for a command.</summary>
internal sealed class RecordedEvents
{
    private readonly NodeConfiguration _configuration;

    private RecordedEvents(NodeConfiguration configuration, EventFolders folders, bool areGiven)
    {
        _configuration = configuration;
        Files = new EventFiles(folders);
        AreGiven = areGiven;
    }

    /// <summary>The events.</summary>
    internal EventFiles Files { get; }

    /// <summary>The configuration names their folders.</summary>
    internal bool AreGiven { get; }

    /// <summary>The configuration is a camwatcher's or a datapump's: it is about nothing else.</summary>
    internal static bool IsOnly(NodeConfiguration configuration) => configuration is { IsOriginal: true, IsImageHub: false };

    /// <summary>Where events are; null: the configuration is an ImageHub's, which has none, or an original's that does not say where.</summary>
    internal static RecordedEvents? Of(NodeConfiguration configuration)
    {
        if (configuration.IsImageHub)
            return null;
        var watcher = configuration.Loaded.Section<WatcherOptions>().Data;
        var pump = configuration.Loaded.Section<PumpOptions>();
        var csv = watcher.CsvFiles ?? pump.DataFolder;
        var images = watcher.Images ?? pump.ImageFolder;
        if (IsOnly(configuration) && (csv is null || images is null))
            return null;
        var root = Path.Combine(configuration.DataDirectory, "sentinelcam");
        return new RecordedEvents(
            configuration, new EventFolders(csv ?? Path.Combine(root, "camwatcher"), images ?? Path.Combine(root, "images")), csv is not null || images is not null);
    }

    /// <summary>The catalog, with the service that keeps it.</summary>
    internal RecordingsParts Keep(NodeRoom room) => new(Url, _configuration.Name, StateDirectory, Files, room.Metrics);

    /// <summary>Makes the catalog ready to be asked, or tells why its folder cannot be had.</summary>
    internal CatalogHome? OpenCatalog()
    {
        try
        {
            return new CatalogHome(Url, _configuration.Name, StateDirectory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"error: Cannot make the folder of the catalog {Url}: {e.Message}");
            return null;
        }
    }

    /// <summary>The events that must not be deleted.</summary>
    internal FaceList Locks()
    {
        var given = _configuration.Loaded.Section<WatcherOptions>().FaceFile ?? _configuration.Loaded.Section<PumpOptions>().FaceFile;
        var csv = Files.Folders.Csv;
        return new FaceList(given ?? Path.Combine(Path.GetDirectoryName(csv) ?? csv, "faces", "keep.csv"), given is not null, TimeProvider.System);
    }

    private string StateDirectory => _configuration.StateDirectoryOf(RecordingMetrics.Service);

    /// <summary>With the frames' catalog; a camwatcher or datapump that runs alone has none, so it is beside its own state then.</summary>
    private DatabaseUrl Url => _configuration.Loaded.Section<DatabaseSection>().Url
        ?? (IsOnly(_configuration) ? DatabaseUrl.Parse("sqlite:///catchment.db", StateDirectory) : _configuration.CatalogUrl);
}
