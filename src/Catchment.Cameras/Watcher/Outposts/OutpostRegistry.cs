using Catchment.Core.Hosting;
using Catchment.Protocols.ZeroMq;
using Microsoft.Extensions.Logging;

namespace Catchment.Cameras.Watcher.Outposts;

/// <summary>The views by configuration, and those that introduced themselves, which are kept in the state folder.</summary>
public sealed partial class OutpostRegistry : IOutpostRegistry
{
    /// <summary>The file's name.</summary>
    internal const string FileName = "outposts.json";

    private const string Condition = "registry";

    private readonly Lock _gate = new();
    private readonly SortedDictionary<(string Node, string View), WatcherCamera> _cameras = [];
    private readonly List<WatcherCamera> _registered = [];
    private readonly StateFolder _folder;
    private readonly IServiceContext _context;
    private readonly int _most;

    /// <summary>Takes the configured views, and those that introduced themselves before.</summary>
    public OutpostRegistry(WatcherSettings settings, StateFolder folder, IServiceContext context)
    {
        _folder = folder;
        _context = context;
        _most = settings.Options.MaxOutposts;
        foreach (var camera in settings.Cameras)
            _cameras.TryAdd((camera.Node, camera.View), camera);
        foreach (var camera in Remembered())
        {
            if (_cameras.Count < _most && _cameras.TryAdd((camera.Node, camera.View), camera))
                _registered.Add(camera);
        }
    }

    /// <summary>Told of every view that is added from now on.</summary>
    internal Action<WatcherCamera> Added { get; set; } = static _ => { };

    /// <inheritdoc/>
    public IReadOnlyList<WatcherCamera> Cameras
    {
        get
        {
            lock (_gate)
                return [.. _cameras.Values];
        }
    }

    /// <inheritdoc/>
    public bool Add(WatcherCamera camera)
    {
        lock (_gate)
        {
            if (_cameras.ContainsKey((camera.Node, camera.View)))
                return true;
            if (_cameras.Count >= _most)
                return false;
            _cameras.Add((camera.Node, camera.View), camera);
            _registered.Add(camera);
            Remember();
        }

        LogAdded(_context.Logger, camera.Node, camera.View, camera.Logger, camera.Images);
        Added(camera);
        return true;
    }

    /// <inheritdoc/>
    public bool Knows(string node, string view)
    {
        lock (_gate)
            return _cameras.ContainsKey((node, view));
    }

    /// <summary>Any view of a node that publishes its log at an endpoint; null: there is none.</summary>
    internal WatcherCamera? Sibling(string node, ZmqEndpoint logger)
    {
        lock (_gate)
            return _cameras.Values.FirstOrDefault(c => c.Node == node && c.Logger == logger);
    }

    private List<WatcherCamera> Remembered()
    {
        var cameras = new List<WatcherCamera>();
        try
        {
            foreach (var outpost in _folder.Read(FileName, WatcherStateJson.Default.RegisteredOutpostArray) ?? [])
            {
                if (OutpostNames.IsNode(outpost.Node) && OutpostNames.IsView(outpost.View)
                    && ZmqEndpoint.TryParse(outpost.Logger, out var logger, out _) && ZmqEndpoint.TryParse(outpost.Images, out var images, out _)
                    && logger.Port != 0 && images.Port != 0)
                    cameras.Add(new WatcherCamera(outpost.Node, outpost.View, logger, images));
            }
        }
        catch (StateFolderException e)
        {
            LogBeginsAnew(_context.Logger, e.Message);
        }

        return cameras;
    }

    private void Remember()
    {
        try
        {
            _folder.Write(FileName, [.. _registered.Select(c => new RegisteredOutpost(c.Node, c.View, c.Logger.ToString(), c.Images.ToString()))], WatcherStateJson.Default.RegisteredOutpostArray);
            _context.Recover(Condition);
        }
        catch (StateFolderException e)
        {
            _context.Degrade(Condition, e.Message); // It is watched all the same; only a restart would not know it.
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Watches outpost {Node} {View}: log {Log}, pictures {Images}")]
    private static partial void LogAdded(ILogger logger, string node, string view, ZmqEndpoint log, ZmqEndpoint images);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Knows only the configured outposts. {Problem}")]
    private static partial void LogBeginsAnew(ILogger logger, string problem);
}
