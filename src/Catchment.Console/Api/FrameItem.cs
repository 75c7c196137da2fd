using Catchment.Cameras.Catalog;
using Catchment.WebConsole.Pictures;

namespace Catchment.WebConsole.Api;

/// <summary>A stored frame.</summary>
/// <param name="Camera">Node and view as they stand in the file's name.</param>
/// <param name="Node">The node's name.</param>
/// <param name="View">The view's name; empty when the node named none.</param>
/// <param name="Time">The node's local time of reception, ISO 8601 without a zone, six digits of fraction.</param>
/// <param name="Picture">The path of the picture on this server.</param>
/// <param name="Format"><c>jpg</c>, <c>png</c> or <c>npy</c>.</param>
/// <param name="Size">The file's length in bytes.</param>
/// <param name="Width">Pixels a row; left out when unknown.</param>
/// <param name="Height">Rows; left out when unknown.</param>
/// <param name="Archived">The file lies in the archive folder.</param>
public sealed record FrameItem(
    string Camera,
    string Node,
    string View,
    string Time,
    string Picture,
    string Format,
    long Size,
    int? Width,
    int? Height,
    bool Archived)
{
    internal static FrameItem Of(FrameEntry frame) => new(
        frame.Camera.Label,
        frame.Camera.Node,
        frame.Camera.View,
        ApiTime.Micro(frame.Time),
        PictureName.Of(frame).Url,
        FrameFile.Extension(frame.Format),
        frame.Size,
        frame.Width,
        frame.Height,
        frame.IsArchived);
}
