using Catchment.Core.Hosting;
using Catchment.Files.Ingester;

namespace Catchment.Composition;

/// <summary>The ingester.</summary>
internal sealed class IngesterParts : INodeParts
{
    private readonly StateFolder? _state;

    private IngesterParts(NodeRoom room, StateFolder? state)
    {
        _state = state;
        var files = room.Configuration.Files;
        var metrics = new IngesterMetrics(room.Metrics);
        var folder = (room.OwnState ?? state!).FullPath;
        Services =
        [
            new ServiceDefinition(IngesterMetrics.Service, () => room.End is { } end
                ? new AloneService(new IngesterService(files.Ingester!, FilesConfiguration.Plugins, metrics, folder, outcome => Finish(outcome, end)), end, files.IsOriginal)
                : new IngesterService(files.Ingester!, FilesConfiguration.Plugins, metrics, folder)),
        ];
    }

    /// <inheritdoc/>
    public IReadOnlyList<ServiceDefinition> Services { get; }

    /// <inheritdoc/>
    public Action<WebApplication>? MapWeb => null;

    /// <summary>Puts them together; null: the state folder cannot be had, and the user was told.</summary>
    internal static IngesterParts? Open(NodeRoom room)
    {
        try
        {
            return new IngesterParts(room, room.OwnState is null ? room.Configuration.Files.ClaimState(IngesterMetrics.Service) : null);
        }
        catch (StateFolderException e)
        {
            StartTrouble.Tell(e);
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _state?.Dispose();

    private static void Finish(IngestOutcome outcome, NodeEnd end)
    {
        if (outcome.Failure is { } why)
            Console.Error.WriteLine($"error: {why}");
        end.With(outcome.ExitStatus);
    }
}
