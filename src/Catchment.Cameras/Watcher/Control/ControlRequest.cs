namespace Catchment.Cameras.Watcher.Control;

/// <summary>A control request whose values make sense.</summary>
/// <remarks>Source: the camera specification, 10.5.</remarks>
internal abstract record ControlRequest;
