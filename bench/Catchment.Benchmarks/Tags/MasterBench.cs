using System.Diagnostics;
using System.Globalization;
using Catchment.Benchmarks.Iec104;
using Catchment.Protocols.Iec104.Client;
using Catchment.Tags.Ipc;
using Catchment.Tags.Store;

namespace Catchment.Benchmarks.Tags;

/// <summary>
/// From the writing of a value over the socket until a master of IEC 60870-5-104 has it, while all others change that are mapped too and told to all masters. The gateway is
/// the real program; the other masters are as little as they can be.
/// </summary>
/// <param name="program">The program.</param>
/// <param name="newFolder">Makes a folder.</param>
/// <param name="time">How long each is measured.</param>
internal sealed class MasterBench(string program, Func<string> newFolder, TimeSpan time)
{
    private const string Key = "watched";
    private const int PostsAtOnce = 8;

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Measures.</summary>
    /// <param name="masters">Masters at once.</param>
    /// <param name="points">Points that are mapped.</param>
    /// <param name="rate">Changes a second, beside those of the watched point.</param>
    /// <param name="cancellation">Ends it.</param>
    internal async Task<IReadOnlyList<MasterRow>> MeasureAsync(IReadOnlyList<int> masters, int points, int rate, CancellationToken cancellation)
    {
        await using var gateway = await GatewayUnderTest.StartAsync(program, newFolder(), cancellation, "  mqtt: { enabled: false }");
        string[] keys = [.. Enumerable.Range(0, points - 1).Select(static i => $"PLC_{i / 100}.tag-{i % 100}")];
        gateway.Fill([.. keys, Key], 1);
        await MapAsync(gateway, [Key, .. keys], cancellation);
        var rows = new List<MasterRow>();
        foreach (var count in masters)
        {
            using var load = new ChangeLoad(gateway.Socket, keys, rate);
            using var others = new MasterFleet(gateway.Iec104Port, count - 1);
            await RunAsync(gateway, load, count, points, TimeSpan.FromSeconds(1), cancellation); // warm-up
            rows.Add(await RunAsync(gateway, load, count, points, time, cancellation));
        }

        return rows;
    }

    private static Task MapAsync(GatewayUnderTest gateway, IReadOnlyList<string> keys, CancellationToken cancellation) => Parallel.ForAsync(
        0,
        keys.Count,
        new ParallelOptions { MaxDegreeOfParallelism = PostsAtOnce, CancellationToken = cancellation },
        async (i, stop) => await gateway.PostAsync("/mappings/iec104", string.Create(CultureInfo.InvariantCulture, $$"""{"id":"{{keys[i]}}","key":"{{keys[i]}}","ioa":{{i + 1}}}"""), stop));

    private static async Task<MasterRow> RunAsync(GatewayUnderTest gateway, ChangeLoad load, int masters, int points, TimeSpan length, CancellationToken cancellation)
    {
        var written = new long[(int)(length / Period) + 1];
        var seen = new Sightings(written);
        using var client = new IpcClient(gateway.Socket);
        client.Write(Key, TagValue.Of(-1L));
        await using var master = new Iec104Client(new Iec104ClientOptions
        {
            Host = "127.0.0.1",
            Port = gateway.Iec104Port,
            Received = (in Iec104Indication one) =>
            {
                if (one.Information.Address == 1)
                    seen.See((int)one.Information.ShortFloat);
            },
        });
        await master.ConnectAsync(cancellation);
        var (changes, cpu, began) = (load.Written, gateway.Usage.Cpu, Stopwatch.GetTimestamp());
        var count = await Task.Run(() => Probe(client, written, length, cancellation), cancellation);
        var took = Stopwatch.GetElapsedTime(began);
        var (rate, share) = ((load.Written - changes + count) / took.TotalSeconds, 100 * (gateway.Usage.Cpu - cpu) / took);
        while (seen.Newest < count - 1 && Stopwatch.GetElapsedTime(began) < length + Patience)
            await Task.Delay(Period, cancellation);
        return new MasterRow(masters, points, seen.Row("IEC 104", count, rate, share), gateway.Usage.ResidentBytes / 1e6);
    }

    private static int Probe(IpcClient client, long[] written, TimeSpan length, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        var count = 0;
        while (count < written.Length && Stopwatch.GetElapsedTime(began) < length)
        {
            cancellation.ThrowIfCancellationRequested();
            written[count] = Stopwatch.GetTimestamp();
            if (!client.Write(Key, TagValue.Of((long)count)).Ok)
                throw new BenchmarkException("The gateway refused a value.");
            count++;
            if (Period * count - Stopwatch.GetElapsedTime(began) is { Ticks: > 0 } left)
                Thread.Sleep(left);
        }

        return count;
    }
}
