using Catchment.Cameras.Events;

namespace Catchment.Cameras.Pump;

/// <summary>What the pump's defaults depend on.</summary>
/// <param name="IsOriginal">The pump was started with a <c>datapump.yaml</c>, or by its original's name.</param>
/// <param name="Folders">The watcher's roots.</param>
/// <param name="FaceFile">The watcher's FaceList; null: it names none.</param>
/// <param name="Watcher">The watcher's control port, as an endpoint.</param>
/// <param name="StateDirectory">The pump's state folder.</param>
public sealed record PumpSurroundings(bool IsOriginal, EventFolders Folders, string? FaceFile, string Watcher, string StateDirectory);
