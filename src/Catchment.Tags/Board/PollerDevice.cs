namespace Catchment.Tags.Board;

/// <summary>How a device of the native poller is.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Protocol">By what it is asked, for example Modbus TCP.</param>
/// <param name="Address">Where it is asked.</param>
/// <param name="IsUp">It answered the last time.</param>
/// <param name="Status">The status text of its last poll, for example <c>ok</c> or <c>modbus_connect_failed</c>. Source: <c>tags</c> 9.2.</param>
/// <param name="Tags">How many tags it has.</param>
/// <param name="FailedTags">How many of them could not be read the last time.</param>
public sealed record PollerDevice(string Name, string Protocol, string Address, bool IsUp, string Status, int Tags, int FailedTags)
{
    /// <summary>When it answered last, in Unix seconds; null: never.</summary>
    public double? LastSuccess { get; init; }

    /// <summary>How often it is asked, in seconds; null: it is not asked.</summary>
    public double? Interval { get; init; }

    /// <summary>What went wrong last; null: nothing.</summary>
    public string? Error { get; init; }
}
