using Catchment.Cameras.Catalog;
using Catchment.Cameras.Events;
using Catchment.Cameras.Recordings;
using Catchment.Cameras.Watcher;
using Catchment.Core.Configuration;
using Catchment.Core.Databases;
using Catchment.Core.Storage;

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

    /// <summary>Where events are; null: the configuration is an ImageHub's, which has none.</summary>
    internal static RecordedEvents? Of(NodeConfiguration configuration)
    {
        if (configuration.IsImageHub)
            return null;
        var watcher = configuration.Loaded.Section<WatcherOptions>().Data;
        var areGiven = configuration.IsDataPump || watcher.CsvFiles is not null || watcher.Images is not null;
        return new RecordedEvents(configuration, configuration.IsDataPump ? configuration.Pump!.Folders : configuration.Watcher!.Folders, areGiven);
    }

    /// <summary>The catalog, with the service that keeps it; null: its folder cannot be had, and the user was told.</summary>
    internal RecordingsParts? Keep(NodeRoom room) => Tell(() => new RecordingsParts(Url, _configuration.Name, StateDirectory, Files, room.Metrics));

    /// <summary>Makes the catalog ready to be asked, or tells why its folder cannot be had.</summary>
    internal CatalogHome? OpenCatalog()
    {
        ActingUser.BecomeOwnerOf(StateDirectory, Files.Folders.Csv);
        return Tell(() => new CatalogHome(Url, _configuration.Name, StateDirectory));
    }

    /// <summary>The events that must not be deleted.</summary>
    internal FaceList Locks() => _configuration.IsDataPump
        ? new FaceList(_configuration.Pump!.FaceFile, _configuration.Pump.FaceFileIsRequired, TimeProvider.System)
        : new FaceList(_configuration.Watcher!.FaceFile, _configuration.Watcher.FaceFileIsRequired, TimeProvider.System);

    private T? Tell<T>(Func<T> open)
        where T : class
    {
        try
        {
            return open();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"error: Cannot make the folder of the catalog {Url}: {e.Message}");
            return null;
        }
    }

    private string StateDirectory => _configuration.StateDirectoryOf(RecordingMetrics.Service);

    /// <summary>With the frames' catalog; a camwatcher or datapump that runs alone has none, so it is beside its own state then.</summary>
    private DatabaseUrl Url => _configuration.Loaded.Section<DatabaseSection>().Url
        ?? (IsOnly(_configuration) ? DatabaseUrl.Parse("sqlite:///catchment.db", StateDirectory) : _configuration.CatalogUrl);
}
