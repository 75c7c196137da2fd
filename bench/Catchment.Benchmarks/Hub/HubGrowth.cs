using Catchment.Benchmarks.Limits;
using Catchment.Benchmarks.Load;
using Catchment.Benchmarks.Machine;
using Catchment.Benchmarks.Report;

namespace Catchment.Benchmarks.Hub;

/// <summary>What a fixed batch of frames costs at the end of a day, compared with its beginning.</summary>
/// <param name="bench">The hub and the place.</param>
/// <param name="filesBefore">Numbers of frames that the day's folder holds already.</param>
/// <param name="batch">Frames of the batch.</param>
/// <param name="rounds">How often each is measured, in turns.</param>
internal sealed class HubGrowth(HubBench bench, IReadOnlyList<int> filesBefore, int batch, int rounds)
{
    private const int Senders = 4;
    private const int PayloadBytes = 4096;
    private const int WarmUpFrames = 250;
    private const string EarlierNode = "Earlier";

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    /// <summary>Measures it.</summary>
    internal async Task<IReadOnlyList<HubGrowthRow>> MeasureAsync(CancellationToken cancellation)
    {
        var runs = filesBefore.Select(_ => new List<HubRun>()).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            foreach (var (index, files) in filesBefore.Index())
            {
                var run = await MeasureAsync(files, cancellation);
                runs[index].Add(run);
                await bench.Progress.WriteLineAsync($"round {round + 1}, {files:N0} files: {run.Load.FramesPerSecond:N0} frames/s {run.Complaint}");
            }
        }

        var firstCost = runs[0].Select(r => r.CpuMicroseconds).Median();
        return [.. runs.Select((of, index) => Row(filesBefore[index], of, firstCost))];
    }

    private static HubGrowthRow Row(int filesBefore, List<HubRun> runs, double firstCost)
    {
        var cost = runs.Select(r => r.CpuMicroseconds).Median();
        return new HubGrowthRow(
            filesBefore,
            runs.Select(r => r.Load.FramesPerSecond).Median(),
            runs.Select(r => r.Load.P99.TotalMilliseconds).Median(),
            cost,
            cost / firstCost,
            string.Join("; ", runs.Select(r => r.Complaint).Where(c => c.Length > 0)));
    }

    private async Task<HubRun> MeasureAsync(int files, CancellationToken cancellation)
    {
        var folder = bench.Place.NewFolder();
        FileWriting.Fill(folder, EarlierNode, files, PayloadBytes, cancellation);
        await WriteBack.SettleAsync(cancellation);

        HubRun run;
        await using (var hub = await HubUnderTest.StartAcceptingAsync(bench.Command, folder, HubDurability.Written, cancellation))
        {
            run = await HubRun.MeasureAsync(
                hub,
                Senders,
                PayloadBytes,
                new LoadPlan { Duration = Deadline, FramesPerSender = WarmUpFrames },
                new LoadPlan { Duration = Deadline, FramesPerSender = Math.Max(1, batch / Senders) },
                cancellation);
        }

        await Workplace.ClearAsync(folder, cancellation);
        return run;
    }
}
