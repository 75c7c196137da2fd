using System.Text;
using Catchment.Cameras.Hub;

namespace Catchment.Cameras.Catalog;

/// <summary>How a camera is told from the text that it sends, or from the name of a file.</summary>
/// <remarks>Source: the camera specification, 3.2 and 3.3.</remarks>
internal static class CameraSpelling
{
    /// <summary>The camera of a message's first field: node name, a blank, view name.</summary>
    /// <param name="nodeAndView">UTF-8; what a file name cannot hold counts as an underscore, and what is too long is cut.</param>
    internal static Camera OfText(ReadOnlySpan<byte> nodeAndView)
    {
        Span<byte> buffer = stackalloc byte[FrameName.MaxNodeBytes];
        FrameName.TryWriteNode(nodeAndView, buffer, out var length, blank: (byte)' ');
        var name = Encoding.UTF8.GetString(buffer[..length]);
        var blank = name.IndexOf(' ', StringComparison.Ordinal);
        return blank < 0
            ? new Camera(name, name, "")
            : new Camera(name.Replace(' ', '-'), name[..blank], name[(blank + 1)..].Trim(' '));
    }

    /// <summary>
    /// The camera of a file, when nobody remembers how it spelled itself: the node is what stands before the first dash. Right
    /// for nodes whose names hold no dash.
    /// </summary>
    internal static Camera OfLabel(string label)
    {
        var dash = label.IndexOf('-', StringComparison.Ordinal);
        return dash <= 0
            ? new Camera(label, label, "")
            : new Camera(label, label[..dash], label[(dash + 1)..].Trim('-').Replace('-', ' '));
    }
}
