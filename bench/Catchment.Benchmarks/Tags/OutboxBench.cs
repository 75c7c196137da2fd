using System.Diagnostics;
using Catchment.Protocols.Mqtt;
using Catchment.Tags.Mqtt.Queues;

namespace Catchment.Benchmarks.Tags;

/// <summary>The MQTT outbox on disk while messages wait in it: each cost has to stay flat as they grow.</summary>
internal static class OutboxBench
{
    private const int Slice = 500;

    /// <summary>Measures.</summary>
    /// <param name="waiting">With so many waiting each.</param>
    /// <param name="messages">Messages that come and go meanwhile.</param>
    /// <param name="bytes">Bytes of each.</param>
    /// <param name="newFolder">Makes a folder.</param>
    /// <param name="cancellation">Ends it.</param>
    internal static IReadOnlyList<OutboxRow> Measure(IReadOnlyList<int> waiting, int messages, int bytes, Func<string> newFolder, CancellationToken cancellation)
    {
        Run(Slice, messages, bytes, newFolder(), cancellation); // warm-up
        return [.. waiting.Select(count => Run(count, messages, bytes, newFolder(), cancellation))];
    }

    private static OutboxRow Run(int waiting, int messages, int bytes, string folder, CancellationToken cancellation)
    {
        var message = new MqttMessage("plant/boiler", new byte[bytes], MqttQos.AtLeastOnce);
        var limits = new OutboxLimits(waiting + messages, long.MaxValue);
        var (append, take) = (TimeSpan.Zero, TimeSpan.Zero);
        using (var outbox = MqttOutbox.Open(folder, limits))
        {
            for (var i = 0; i < waiting; i++)
                outbox.Append(message);
            for (var done = 0; done < messages; done += Slice)
            {
                cancellation.ThrowIfCancellationRequested();
                var began = Stopwatch.GetTimestamp();
                for (var i = 0; i < Slice; i++)
                    outbox.Append(message);
                append += Stopwatch.GetElapsedTime(began);
                began = Stopwatch.GetTimestamp();
                for (var i = 0; i < Slice; i++)
                {
                    if (!outbox.TryTake(out var item))
                        throw new BenchmarkException("A message is missing in the outbox.");
                    outbox.Acknowledge(item.Sequence);
                }

                take += Stopwatch.GetElapsedTime(began);
            }

            if (outbox.Count != waiting)
                throw new BenchmarkException($"{outbox.Count} messages wait instead of {waiting}.");
        }

        var before = GC.GetTotalMemory(forceFullCollection: true);
        var opening = Stopwatch.GetTimestamp();
        using var again = MqttOutbox.Open(folder, limits);
        var opened = Stopwatch.GetElapsedTime(opening);
        if (again.Count != waiting)
            throw new BenchmarkException($"{again.Count} messages are there again instead of {waiting}.");
        var held = GC.GetTotalMemory(forceFullCollection: true) - before;
        var measured = (messages + Slice - 1) / Slice * Slice;
        return new OutboxRow(waiting, append.TotalMicroseconds / measured, take.TotalMicroseconds / measured, opened.TotalMilliseconds, held / 1e6);
    }
}
