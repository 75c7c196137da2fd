using Catchment.Cameras.Catalog;
using Catchment.Cameras.Events;
using Catchment.Cameras.Recordings.Indexing;
using Catchment.Core.Databases;
using Catchment.Core.Diagnostics;
using Catchment.Core.Hosting;

namespace Catchment.Cameras.Recordings;

/// <summary>The catalog of recorded events, put together: who tells it, who asks it, and the service that keeps it.</summary>
public sealed class RecordingsParts : IDisposable
{
    private readonly CatalogHome _home;

    /// <summary>Puts it together; connects nothing yet.</summary>
    /// <param name="url">The configured database.</param>
    /// <param name="node">This node's name.</param>
    /// <param name="stateDirectory">The service's state folder: one for each pair of roots.</param>
    /// <param name="files">The recorded events.</param>
    /// <param name="metrics">Where it counts.</param>
    /// <exception cref="IOException">The folder of an SQLite file cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder of an SQLite file may not be made.</exception>
    public RecordingsParts(DatabaseUrl url, string node, string stateDirectory, IEventFiles files, NodeMetrics metrics)
    {
        _home = new CatalogHome(url, node, stateDirectory);
        var notes = new RecordingNotes();
        var numbers = new RecordingMetrics(metrics);
        Listener = notes;
        Catalog = new RecordingCatalog(_home);
        Service = new ServiceDefinition(RecordingMetrics.Service, () => new RecordingService(node, stateDirectory, _home, files, notes, numbers));
    }

    /// <summary>Is told by the watcher what becomes of events.</summary>
    public IEventListener Listener { get; }

    /// <summary>Answers the console.</summary>
    public IRecordingCatalog Catalog { get; }

    /// <summary>Keeps the catalog.</summary>
    public ServiceDefinition Service { get; }

    /// <inheritdoc/>
    public void Dispose() => _home.Dispose();
}
