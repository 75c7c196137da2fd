using Catchment.Cameras.Events;
using Catchment.Cameras.Watcher;
using Catchment.WebConsole.Pictures;

namespace Catchment.WebConsole.Api;

/// <summary>A view of an outpost as it is now.</summary>
/// <param name="Node">The outpost.</param>
/// <param name="View">Its view.</param>
/// <param name="Connected">The publisher of its pictures is connected.</param>
/// <param name="Picture">The path of its newest picture on this server; left out: none came yet.</param>
/// <param name="PictureTime">The time that it bears, the outpost's clock.</param>
/// <param name="Received">When it came, this node's local time.</param>
/// <param name="Width">Its pixels a row.</param>
/// <param name="Height">Its rows.</param>
/// <param name="Health">The outpost's newest health line; left out: none came yet.</param>
/// <param name="Event">The id of the event under way; left out: none.</param>
/// <param name="EventDay">The day that this event is filed under; left out: it has no file yet.</param>
public sealed record OutpostItem(
    string Node,
    string View,
    bool Connected,
    string? Picture,
    string? PictureTime,
    string? Received,
    int? Width,
    int? Height,
    string? Health,
    string? Event,
    string? EventDay)
{
    internal static OutpostItem Of(OutpostTile tile, EventFolders folders, TimeProvider time) => new(
        tile.Node,
        tile.View,
        tile.IsConnected,
        tile.Received is { } received ? OutpostPictureRoute.UrlOf(tile.Node, tile.View, received) : null,
        tile.PictureTime is { } taken ? ApiTime.Micro(taken) : null,
        tile.Received is { } came ? ApiTime.Milli(came) : null,
        tile.Width,
        tile.Height,
        tile.Health,
        tile.Event,
        tile.Event is { } id && EventNames.IsId(id) ? DayOf(id, folders, DateOnly.FromDateTime(tile.PictureTime ?? time.GetLocalNow().DateTime)) : null);

    /// <summary>An event lasts seconds: it began on the day of its newest picture, or just before midnight.</summary>
    private static string? DayOf(string id, EventFolders folders, DateOnly day)
    {
        foreach (DateOnly candidate in new[] { day, day.AddDays(-1) })
        {
            if (File.Exists(folders.SetOf(new EventKey(candidate, id), EventNames.OutpostTracking)))
                return EventNames.Text(candidate);
        }

        return null;
    }
}
