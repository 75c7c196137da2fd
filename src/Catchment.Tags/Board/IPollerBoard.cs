namespace Catchment.Tags.Board;

/// <summary>Tells how the native poller's devices are.</summary>
public interface IPollerBoard
{
    /// <summary>The devices, in the order of the configuration; a picture of one moment.</summary>
    IReadOnlyList<PollerDevice> Devices { get; }
}
