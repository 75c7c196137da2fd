using Catchment.Core.Hosting;
using Catchment.Files.Ingester;
using Catchment.Files.Notifications;
using Catchment.Files.Settings;

namespace Catchment.Composition;

/// <summary>The ingester, and who tells of its results.</summary>
internal sealed class IngesterParts : INodeParts
{
    private readonly StateFolder? _state;

    private IngesterParts(NodeRoom room, StateFolder? state)
    {
        _state = state;
        var files = room.Configuration.Files;
        var metrics = new IngesterMetrics(room.Metrics);
        var folder = (room.OwnState ?? state!).FullPath;
        var news = files.Notifications is { } told ? new ResultNews(told.Statuses, told.Listed) : null;
        Services =
        [
            new ServiceDefinition(IngesterMetrics.Service, () => room.End is { } end
                ? new AloneService(Ingester(outcome => Finish(outcome, end)), end, files.IsOriginal)
                : Ingester(null)),
            .. files.Notifications is { } settings ? [Notifier(settings, news!, room)] : Array.Empty<ServiceDefinition>(),
        ];

        IngesterService Ingester(Action<IngestOutcome>? ended) => new(files.Ingester!, files.Plugins, metrics, folder, ended, room.Loggers, news);
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

    private static ServiceDefinition Notifier(NotificationSettings settings, ResultNews news, NodeRoom room)
    {
        var metrics = new NotifierMetrics(room.Metrics);
        return new ServiceDefinition(NotifierMetrics.Service, () => new NotifierService(settings, news, room.Configuration.Name, metrics));
    }

    private static void Finish(IngestOutcome outcome, NodeEnd end)
    {
        if (outcome.Failure is { } why)
            Console.Error.WriteLine($"error: {why}");
        end.With(outcome.ExitStatus);
    }
}
