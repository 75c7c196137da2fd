namespace Catchment.Cameras.Watcher;

/// <summary>What the watcher's defaults depend on beside its own section.</summary>
/// <param name="Node">The node's name.</param>
/// <param name="IsOriginal">The watcher was started with the original's own file, or by its name.</param>
/// <param name="DefaultRoot">Where the data lie when the section does not say, absolute.</param>
/// <param name="StateDirectory">The watcher's state folder, absolute.</param>
/// <param name="PumpAddress">The pump of the same file as others reach it; null: there is none.</param>
/// <param name="PumpFaceFile">That pump's FaceList, absolute; null: none.</param>
public sealed record WatcherSurroundings(
    string Node, bool IsOriginal, string DefaultRoot, string StateDirectory, string? PumpAddress = null, string? PumpFaceFile = null);
