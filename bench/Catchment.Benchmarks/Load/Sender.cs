using System.Diagnostics;
using System.Text;

namespace Catchment.Benchmarks.Load;

/// <summary>One camera node: one connection, one request under way. Used by one thread at a time.</summary>
/// <param name="number">Its number, from 0.</param>
/// <param name="connection">Its connection, which it takes over.</param>
/// <param name="payloadBytes">Size of its frames.</param>
internal sealed class Sender(int number, ReqConnection connection, int payloadBytes) : IDisposable
{
    private readonly byte[] _wire = FrameWire.Build(number + 1, payloadBytes);

    /// <summary>Sends until the plan's end.</summary>
    /// <param name="plan">What to do.</param>
    /// <param name="senders">How many share the plan.</param>
    /// <param name="started">When they were let go, in <see cref="Stopwatch"/> ticks.</param>
    /// <param name="stop">Stops this sender early; this sender cancels it when its share is used up, so that all
    /// stop together and the rate is that of all of them.</param>
    internal SenderTally Run(LoadPlan plan, int senders, long started, CancellationTokenSource stop)
    {
        var tally = new SenderTally { Ended = started };
        var end = started + Ticks(plan.Duration.TotalSeconds);
        var share = plan.Share(senders, payloadBytes);
        for (long frame = 0; frame < plan.FramesPerSender && !stop.IsCancellationRequested; frame++)
        {
            if (frame == share)
            {
                stop.Cancel();
                break;
            }

            // The senders' turns are spread over the period.
            if (plan.FramesPerSecond is { } rate && !WaitUntil(started + Ticks((frame + ((double)number / senders)) / rate), end, stop.Token))
                break;
            var sent = Stopwatch.GetTimestamp();
            if (sent >= end)
                break;
            var reply = connection.Request(_wire);
            tally.Ended = Stopwatch.GetTimestamp();
            tally.Latencies.Add(tally.Ended - sent);
            if (reply.SequenceEqual("OK"u8))
                tally.Accepted++;
            else
                tally.Refusal ??= Encoding.UTF8.GetString(reply);
        }

        return tally;
    }

    /// <inheritdoc/>
    public void Dispose() => connection.Dispose();

    private static long Ticks(double seconds) => (long)(seconds * Stopwatch.Frequency);

    private static bool WaitUntil(long due, long end, CancellationToken stop)
    {
        if (due >= end)
            return false;
        var wait = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
        return wait <= TimeSpan.Zero || !stop.WaitHandle.WaitOne(wait);
    }
}
