namespace Catchment.Cameras.Watcher;

/// <summary>A view of an outpost as it is now.</summary>
/// <param name="Node">The outpost.</param>
/// <param name="View">Its view.</param>
/// <param name="IsConnected">The publisher of its pictures is connected.</param>
/// <param name="PictureTime">The time that the newest picture bears, the outpost's clock; null: none yet.</param>
/// <param name="Received">When it came, this machine's local time.</param>
/// <param name="Width">Pixels a row of the newest picture.</param>
/// <param name="Height">Rows of the newest picture.</param>
/// <param name="Health">The outpost's newest health line, such as <c>(1000, 20, 3, 31.70, 31.95)</c>; null: none yet.</param>
/// <param name="Event">The event under way; null: none.</param>
public sealed record OutpostTile(
    string Node, string View, bool IsConnected, DateTime? PictureTime, DateTime? Received, int? Width, int? Height, string? Health, string? Event);
