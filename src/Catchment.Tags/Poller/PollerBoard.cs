using Catchment.Tags.Board;

namespace Catchment.Tags.Poller;

/// <summary>Shows the devices of a poller.</summary>
/// <param name="part">The poller.</param>
public sealed class PollerBoard(PollerPart part) : IPollerBoard
{
    /// <inheritdoc/>
    public IReadOnlyList<PollerDevice> Devices => [.. (part.Poller?.Devices ?? []).Select(Show)];

    private static PollerDevice Show(DeviceReport device) => new(
        device.Name, device.Type, device.Endpoint, device.IsUp, Status(device), device.Tags, device.FailedTags)
    {
        LastSuccess = device.LastSuccess,
        Error = device.Error,
    };

    private static string Status(DeviceReport device) => (device.IsPolled, device.IsUp) switch
    {
        (false, _) => "not polled",
        (_, true) => "ok",
        _ => "no answer",
    };
}
