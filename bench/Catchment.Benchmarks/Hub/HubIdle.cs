using System.Diagnostics;
using Catchment.Benchmarks.Load;

namespace Catchment.Benchmarks.Hub;

/// <summary>What a hub uses while its cameras are connected and silent.</summary>
/// <param name="Senders">Connected senders, each of which has sent one frame.</param>
/// <param name="Seconds">Length of the silence.</param>
/// <param name="CpuPercent">Processor time, in percent of one core.</param>
/// <param name="ResidentMegabytes">RAM at the end.</param>
/// <param name="PeakResidentMegabytes">The most RAM it had.</param>
internal sealed record HubIdle(int Senders, double Seconds, double CpuPercent, double ResidentMegabytes, double PeakResidentMegabytes)
{
    private const int PayloadBytes = 60 * 1024;
    private const double Mega = 1e6;

    /// <summary>What follows a start, such as the first collections, is over by then.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(3);

    /// <summary>Measures it.</summary>
    /// <param name="bench">The hub and the place.</param>
    /// <param name="senders">How many senders.</param>
    /// <param name="silence">Length of the silence.</param>
    /// <param name="cancellation">Ends it.</param>
    internal static async Task<HubIdle> MeasureAsync(HubBench bench, int senders, TimeSpan silence, CancellationToken cancellation)
    {
        await using var hub = await HubUnderTest.StartAcceptingAsync(bench.Command, bench.Place.NewFolder(), HubDurability.Written, cancellation);
        using var fleet = SenderFleet.Connect(hub.Port, senders, PayloadBytes);
        fleet.Run(new LoadPlan { Duration = silence, FramesPerSender = 1 }, cancellation);
        await Task.Delay(Calm, cancellation);

        var before = hub.Usage;
        var started = Stopwatch.GetTimestamp();
        await bench.Progress.WriteLineAsync($"{senders} senders are silent for {silence.TotalSeconds} s");
        await Task.Delay(silence, cancellation);
        var after = hub.Usage;
        var elapsed = Stopwatch.GetElapsedTime(started);
        return new HubIdle(
            senders, elapsed.TotalSeconds, 100 * ((after.Cpu - before.Cpu) / elapsed), after.ResidentBytes / Mega, after.PeakResidentBytes / Mega);
    }
}
