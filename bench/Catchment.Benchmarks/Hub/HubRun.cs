using Catchment.Benchmarks.Load;
using Catchment.Benchmarks.Machine;

namespace Catchment.Benchmarks.Hub;

/// <summary>One load on one hub, and what it cost.</summary>
/// <param name="Load">What became of the frames.</param>
/// <param name="Usage">What the hub had used at the end.</param>
/// <param name="CpuMicroseconds">Processor time of the hub for each accepted frame.</param>
/// <param name="AllocatedBytes">Managed bytes allocated by the hub for each accepted frame; null when it does not tell.</param>
/// <param name="Missing">Frames that were answered <c>OK</c>, the warm-up's too, and are not on disk after the hub has ended;
/// negative when there are more files than that.</param>
internal sealed record HubRun(LoadResult Load, ProcessUsage Usage, double CpuMicroseconds, double? AllocatedBytes, long Missing)
{
    /// <summary>Puts a load on a hub, stops the hub, and counts the files.</summary>
    /// <param name="hub">A hub that accepts.</param>
    /// <param name="senders">How many senders.</param>
    /// <param name="payloadBytes">Size of their frames.</param>
    /// <param name="warmUp">Not measured.</param>
    /// <param name="plan">Measured.</param>
    /// <param name="cancellation">Ends it.</param>
    internal static async Task<HubRun> MeasureAsync(
        HubUnderTest hub, int senders, int payloadBytes, LoadPlan warmUp, LoadPlan plan, CancellationToken cancellation)
    {
        var filesBefore = hub.Frames().LongCount();
        LoadResult warm, load;
        double? allocated;
        ProcessUsage before, after;
        using (var fleet = SenderFleet.Connect(hub.Port, senders, payloadBytes))
        {
            warm = fleet.Run(warmUp, cancellation);
            allocated = -await hub.AllocatedAsync(cancellation);
            before = hub.Usage;
            load = fleet.Run(plan, cancellation);
            after = hub.Usage;
            allocated += await hub.AllocatedAsync(cancellation);
        }

        await hub.StopAsync(cancellation);
        return new HubRun(
            load,
            after,
            (after.Cpu - before.Cpu).TotalMicroseconds / load.Accepted,
            allocated / load.Accepted,
            warm.Accepted + load.Accepted - (hub.Frames().LongCount() - filesBefore));
    }

    /// <summary>What is wrong with a run, for the table's last column; empty when nothing is.</summary>
    internal string Complaint => Complaints.Of(Missing, Load);
}
