namespace Catchment.Protocols.OpcUa.Server.Subscriptions;

/// <summary>What becomes of the times that clients wish. Source: OPC 10000-4, 5.13.1.2 and 5.14.2.</summary>
internal static class SubscriptionTimes
{
    /// <summary>Whole milliseconds within the limits; the quickest for 0, less, and what is no number.</summary>
    public static double RevisePublishing(double wished, OpcUaSubscriptionLimits limits) =>
        wished > limits.MinPublishingInterval ? Math.Min(Math.Ceiling(wished), limits.MaxPublishingInterval) : limits.MinPublishingInterval;

    /// <summary>
    /// The sampling interval: the quickest for 0, the publishing interval for less than 0. It is rounded up to a few hundred different
    /// ones, for each has its timer, and is never quicker than the node wishes.
    /// </summary>
    /// <param name="wished">Milliseconds.</param>
    /// <param name="publishing">The subscription's.</param>
    /// <param name="least">The node's own; 0 or less: none.</param>
    /// <param name="limits">The server's.</param>
    public static double ReviseSampling(double wished, double publishing, double least, OpcUaSubscriptionLimits limits)
    {
        var interval = wished < 0 ? publishing : wished;
        interval = interval > limits.MinSamplingInterval ? interval : limits.MinSamplingInterval;
        interval = Math.Min(Math.Max(interval, least), limits.MaxSamplingInterval);
        if (interval.Equals(publishing))
            return interval;
        var step = interval switch
        {
            < 1_000 => 10,
            < 10_000 => 100,
            < 60_000 => 1_000,
            _ => 10_000,
        };
        return Math.Ceiling(interval / step) * step;
    }

    /// <summary>
    /// Publishing cycles between keep-alives and until the end without a client: the latter at least three times the former, both within
    /// the longest life.
    /// </summary>
    public static (uint KeepAlive, uint Lifetime) ReviseCounts(uint keepAlive, uint lifetime, double publishing, OpcUaSubscriptionLimits limits)
    {
        var longest = (uint)Math.Clamp(limits.MaxLifetime / publishing, 3, uint.MaxValue);
        if (keepAlive == 0)
            keepAlive = (uint)Math.Clamp(limits.DefaultKeepAlive / publishing, 1, uint.MaxValue);
        keepAlive = Math.Min(keepAlive, longest / 3);
        return (keepAlive, Math.Clamp(lifetime, 3 * keepAlive, longest));
    }
}
