namespace Catchment.Cameras.Catalog;

/// <summary>A camera as it is now.</summary>
/// <param name="Camera">Which.</param>
/// <param name="Newest">Its newest frame; null: it sent none yet.</param>
/// <param name="FramesPerMinute">Frames received in the last sixty seconds.</param>
/// <param name="LastEvent">Its last event message; null: it sent none yet. <see cref="EventEntry.Id"/> is 0.</param>
public sealed record CameraTile(Camera Camera, FrameEntry? Newest, int FramesPerMinute, EventEntry? LastEvent);
