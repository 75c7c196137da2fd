using Catchment.Cameras.Events;
using Catchment.Cameras.Pruning;
using Catchment.Cameras.Watcher;
using Catchment.Cameras.Watcher.Removal;
using Catchment.Core.Diagnostics;
using Catchment.Core.Hosting;
using Catchment.Core.Storage;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Composition;

/// <summary>Puts together what prunes, keeps and deletes recorded events, for a node and for a command.</summary>
internal sealed class EventPruning : IDisposable
{
    private readonly IDisposable? _removal;

    private EventPruning(WatcherSettings settings, FaceList faces, IEventRemoval removal, string stateDirectory)
    {
        _removal = removal as IDisposable;
        Options = settings.Options.Retention;
        StateDirectory = stateDirectory;
        Faces = faces;
        Removal = removal;
        Files = new EventFiles(settings.Folders);
        Desk = new EventDesk(Files, faces, removal);
    }

    /// <summary>The section.</summary>
    internal PruningOptions Options { get; }

    /// <summary>The pruning's own state folder; its lock is held by whoever prunes.</summary>
    internal string StateDirectory { get; }

    /// <summary>The locks.</summary>
    internal FaceList Faces { get; }

    /// <summary>Recorded events.</summary>
    internal EventFiles Files { get; }

    /// <summary>What deletes.</summary>
    internal IEventRemoval Removal { get; }

    /// <summary>What a person does with an event.</summary>
    internal EventDesk Desk { get; }

    /// <summary>Beside a watcher that runs, in this process or in another.</summary>
    internal static EventPruning BesideWatcher(NodeConfiguration configuration)
    {
        var settings = configuration.Watcher!;
        return new EventPruning(settings, FaceListOf(settings), Ask(settings), configuration.StateDirectoryOf(PruningMetrics.Service));
    }

    /// <summary>For a command: has a running watcher do it, or does it itself, and keeps watchers from starting meanwhile.</summary>
    /// <returns>Null when the configuration is another original's, which has no watcher; the user was told.</returns>
    internal static EventPruning? ForCommand(NodeConfiguration configuration)
    {
        if (configuration.IsOriginal && !configuration.IsCamWatcher)
        {
            Console.Error.WriteLine($"error: {configuration.Loaded.FilePath} says nothing of a watcher, which deletes events. Name a camwatcher.yaml or a catchment.yaml with -c.");
            return null;
        }

        var settings = configuration.Watcher!;
        ActingUser.BecomeOwnerOf(settings.StateDirectory, settings.Folders.Csv);
        var faces = FaceListOf(settings);
        var removal = new EventRemoval(settings.Folders, settings.Options.Durability, faces, settings.StateDirectory, settings.SentinelRequests is not null, () => Ask(settings));
        return new EventPruning(settings, faces, removal, configuration.StateDirectoryOf(PruningMetrics.Service));
    }

    /// <summary>Finishes deletions that somebody was killed over, when no watcher runs that would.</summary>
    /// <exception cref="IOException">An event could not be deleted.</exception>
    internal void FinishDeletions() => (Removal as EventRemoval)?.Finish();

    /// <summary>The service that prunes once a day.</summary>
    internal ServiceDefinition Service(NodeMetrics metrics)
    {
        var numbers = new PruningMetrics(metrics);
        return new ServiceDefinition(PruningMetrics.Service, () => new PruningService(Rounds(numbers), Options, StateDirectory));
    }

    /// <summary>What does the runs.</summary>
    internal PruningRounds Rounds(PruningMetrics? metrics) => new(Files, Faces, Removal, Options, TimeProvider.System, metrics);

    /// <inheritdoc/>
    public void Dispose() => _removal?.Dispose();

    private static WatcherRemoval Ask(WatcherSettings settings) => new(
        WatcherRemoval.Reach(settings.Listen) ?? new ZmqEndpoint("127.0.0.1", WatcherSettings.UsualControlPort), WatcherRemoval.UsualTimeout);

    private static FaceList FaceListOf(WatcherSettings settings) => new(settings.FaceFile, settings.FaceFileIsRequired, TimeProvider.System);
}
