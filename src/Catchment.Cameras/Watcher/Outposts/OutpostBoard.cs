using System.Collections.Concurrent;
using Catchment.Cameras.Watcher.Recording;
using Catchment.Core.Live;

namespace Catchment.Cameras.Watcher.Outposts;

/// <summary>Shows what the recorder of the service's present run has in memory.</summary>
/// <param name="feed">Told of every view's newest picture.</param>
public sealed class OutpostBoard(LiveFeed feed) : IOutpostBoard
{
    private readonly ConcurrentDictionary<(string Node, string View), DateTime?> _published = new();
    private volatile EventRecorder? _recorder;
    private volatile OutpostSockets? _sockets;

    /// <inheritdoc/>
    public IReadOnlyList<OutpostTile> Tiles() => _recorder is { } recorder ? [.. recorder.Views.Select(v => Tile(recorder, v))] : [];

    /// <inheritdoc/>
    public byte[]? NewestPicture(string node, string view) => _recorder?.Find(node, view)?.NewestPicture();

    /// <summary>Shows a run of the service; nulls: none.</summary>
    internal void Show(EventRecorder? recorder, OutpostSockets? sockets)
    {
        _sockets = sockets;
        _recorder = recorder;
    }

    /// <summary>Tells the watchers of pictures that are new since the last time; to be called once a second.</summary>
    internal void Publish()
    {
        if (!feed.IsWatched || _recorder is not { } recorder)
            return;
        foreach (var view in recorder.Views)
        {
            var tile = Tile(recorder, view);
            var key = (tile.Node, tile.View);
            if (_published.TryGetValue(key, out var before) && before == tile.Received)
                continue;
            _published[key] = tile.Received;
            feed.Publish(new LiveMessage(IOutpostBoard.PictureTopic, $"{tile.Node} {tile.View}", tile));
        }
    }

    private OutpostTile Tile(EventRecorder recorder, ViewRecorder view) =>
        view.Tile(_sockets?.IsConnected(view.Camera) ?? false, recorder.HealthOf(view.Camera.Node));
}
