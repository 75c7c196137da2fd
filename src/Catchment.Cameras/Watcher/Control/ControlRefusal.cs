namespace Catchment.Cameras.Watcher.Control;

/// <summary>Why a control request is not answered <c>OK</c>.</summary>
/// <param name="Kind">For the numbers.</param>
/// <param name="Problem">For the log.</param>
internal sealed record ControlRefusal(WatcherError Kind, string Problem);
