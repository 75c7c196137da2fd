using System.Data.Common;
using Catchment.Core.Databases;
using Catchment.Core.Hosting;
using Catchment.Files.Finder;
using Catchment.Files.Tables;

namespace Catchment.Composition;

/// <summary>The finder.</summary>
internal sealed class FinderParts : INodeParts
{
    private readonly StateFolder? _state;

    private FinderParts(NodeRoom room, StateFolder? state)
    {
        _state = state;
        var settings = room.Configuration.Files.Finder!;
        var metrics = new FinderMetrics(room.Metrics);
        var folder = room.OwnState ?? state!;
        Services =
        [
            new ServiceDefinition(FinderMetrics.Service, () =>
            {
                var service = new FinderService(settings, folder, metrics, room.Loggers);
                return room.End is { } end ? new AloneService(service, end, endsWhenAway: false) : service;
            }),
        ];
    }

    /// <inheritdoc/>
    public IReadOnlyList<ServiceDefinition> Services { get; }

    /// <inheritdoc/>
    public Action<WebApplication>? MapWeb => null;

    /// <summary>Puts them together; null: something that the original does not start without is missing, or the state folder cannot be had, and the user was told.</summary>
    internal static FinderParts? Open(NodeRoom room)
    {
        if (room is { End: not null, Configuration.Files.IsOriginal: true } && !CanStart(room))
            return null;
        try
        {
            return new FinderParts(room, room.OwnState is null ? room.Configuration.Files.ClaimState(FinderMetrics.Service) : null);
        }
        catch (StateFolderException e)
        {
            StartTrouble.Tell(e);
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _state?.Dispose();

    /// <summary>A finder of ours waits for folders and database; in the original's place their absence is an error (<c>files</c> 1).</summary>
    private static bool CanStart(NodeRoom room)
    {
        var settings = room.Configuration.Files.Finder!;
        try
        {
            FinderService.RequireFolders(settings);
            FilesDatabase.Open(settings.Database, room.OwnState!.FullPath, TimeProvider.System).Dispose();
            return true;
        }
        catch (Exception e) when (e is IOException or DbException or TimeoutException or FilesDatabaseException or MigrationException)
        {
            StartTrouble.Tell(e);
            return false;
        }
    }
}
