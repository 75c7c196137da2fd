using Catchment.Cameras.Catalog;

namespace Catchment.WebConsole.Api;

/// <summary>A camera as it is now.</summary>
/// <param name="Camera">Node and view as they stand in a file's name.</param>
/// <param name="Node">The node's name.</param>
/// <param name="View">The view's name; empty when the node named none.</param>
/// <param name="Newest">Its newest frame; left out: it sent none yet.</param>
/// <param name="FramesPerMinute">Frames received in the last sixty seconds.</param>
/// <param name="LastEvent">Its last event message; left out: it sent none yet.</param>
public sealed record CameraItem(string Camera, string Node, string View, FrameItem? Newest, int FramesPerMinute, EventItem? LastEvent)
{
    internal static CameraItem Of(CameraTile tile) => new(
        tile.Camera.Label,
        tile.Camera.Node,
        tile.Camera.View,
        tile.Newest is null ? null : FrameItem.Of(tile.Newest),
        tile.FramesPerMinute,
        tile.LastEvent is null ? null : EventItem.Of(tile.LastEvent));
}
