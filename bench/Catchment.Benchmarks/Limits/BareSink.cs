using Catchment.Benchmarks.Load;
using Catchment.Benchmarks.Machine;

namespace Catchment.Benchmarks.Limits;

/// <summary>The limit of the wire: what a bare libzmq sink accepts that throws everything away (<c>sink.py</c>).</summary>
internal static class BareSink
{
    /// <summary>Puts the same load on the sink as on the server under test.</summary>
    /// <param name="python">A Python interpreter that has pyzmq.</param>
    /// <param name="senders">How many senders.</param>
    /// <param name="payloadBytes">Size of their frames.</param>
    /// <param name="warmUp">Not measured.</param>
    /// <param name="plan">Measured.</param>
    /// <param name="cancellation">Ends it.</param>
    internal static async Task<LoadResult> MeasureAsync(
        string python, int senders, int payloadBytes, LoadPlan warmUp, LoadPlan plan, CancellationToken cancellation)
    {
        var port = ServerProcess.FreePort();
        await using var sink = ServerProcess.Start(
            "the bare sink", [python, Path.Combine(AppContext.BaseDirectory, "Limits", "sink.py"), $"{port}"], port);
        await sink.WaitUntilAcceptingAsync(cancellation);
        using var fleet = SenderFleet.Connect(port, senders, payloadBytes);
        fleet.Run(warmUp, cancellation);
        return fleet.Run(plan, cancellation);
    }
}
