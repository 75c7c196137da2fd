using Catchment.Tags.Board;

namespace Catchment.WebConsole.Api.Tags;

/// <summary>How a device of the native poller is.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Protocol">By what it is asked.</param>
/// <param name="Address">Where it is asked.</param>
/// <param name="IsUp">It answered the last time.</param>
/// <param name="Status">The status of its last poll.</param>
/// <param name="Tags">How many tags it has.</param>
/// <param name="FailedTags">How many of them could not be read the last time.</param>
/// <param name="LastSuccess">When it answered last, in Unix seconds; left out: never.</param>
/// <param name="Interval">How often it is asked, in seconds; left out: it is not asked.</param>
/// <param name="Error">What went wrong last; left out: nothing.</param>
public sealed record GatewayDeviceItem(
    string Name, string Protocol, string Address, bool IsUp, string Status, int Tags, int FailedTags, double? LastSuccess, double? Interval, string? Error)
{
    internal static GatewayDeviceItem Of(PollerDevice d) => new(d.Name, d.Protocol, d.Address, d.IsUp, d.Status, d.Tags, d.FailedTags, d.LastSuccess, d.Interval, d.Error);
}
