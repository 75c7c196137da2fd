using Catchment.Cameras.Catalog;

namespace Catchment.WebConsole.Api;

/// <summary>An event message.</summary>
/// <param name="Id">Its number in the catalog; 0 when it comes from the live stream before the catalog has it.</param>
/// <param name="Camera">Node and view as they stand in file names.</param>
/// <param name="Node">The node's name.</param>
/// <param name="View">The view's name; empty when the node named none.</param>
/// <param name="Time">The node's local time, ISO 8601 without a zone, three digits of fraction.</param>
/// <param name="Type">The message's second field, such as <c>motion</c>.</param>
/// <param name="Text">The whole message.</param>
public sealed record EventItem(long Id, string Camera, string Node, string View, string Time, string Type, string Text)
{
    internal static EventItem Of(EventEntry entry) => new(
        entry.Id,
        entry.Camera.Label,
        entry.Camera.Node,
        entry.Camera.View,
        ApiTime.Milli(entry.Time),
        entry.Type,
        entry.Text);
}
