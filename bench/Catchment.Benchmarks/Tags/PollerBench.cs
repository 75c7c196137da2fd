using System.Diagnostics;
using System.Text;

namespace Catchment.Benchmarks.Tags;

/// <summary>The poller of the real program with many Modbus devices, which it asks once a second.</summary>
/// <param name="program">The program.</param>
/// <param name="newFolder">Makes a folder.</param>
/// <param name="time">How long each is measured.</param>
internal sealed class PollerBench(string program, Func<string> newFolder, TimeSpan time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Measures.</summary>
    /// <param name="devices">With so many devices each.</param>
    /// <param name="tags">Tags of a device.</param>
    /// <param name="cancellation">Ends it.</param>
    internal async Task<IReadOnlyList<PollerRow>> MeasureAsync(IReadOnlyList<int> devices, int tags, CancellationToken cancellation)
    {
        var rows = new List<PollerRow>();
        foreach (var count in devices)
            rows.Add(await RunAsync(count, tags, cancellation));
        return rows;
    }

    private async Task<PollerRow> RunAsync(int count, int tags, CancellationToken cancellation)
    {
        using var field = new DeviceField(count);
        var folder = newFolder();
        var file = Path.Combine(folder, "poller.yaml");
        await File.WriteAllTextAsync(file, Configuration(field.Ports, tags), cancellation);
        await using var gateway = await GatewayUnderTest.StartAsync(program, folder, cancellation, $$"""  poller: { config: "{{file}}", listen: null }""");
        var began = Stopwatch.GetTimestamp();
        while (field.Requests < count)
        {
            if (Stopwatch.GetElapsedTime(began) > Patience)
                throw new BenchmarkException($"The poller asked {field.Requests} times after {Patience.TotalSeconds} s; {count} devices are there.");
            await Task.Delay(100, cancellation);
        }

        await Task.Delay(TimeSpan.FromSeconds(2), cancellation);
        var (requests, before) = (field.Requests, gateway.Usage.Cpu);
        began = Stopwatch.GetTimestamp();
        await Task.Delay(time, cancellation);
        var took = Stopwatch.GetElapsedTime(began);
        var rate = (field.Requests - requests) / took.TotalSeconds;
        var after = gateway.Usage;
        return new PollerRow(count, count * tags, rate, rate / count, 100 * (after.Cpu - before) / took, after.ResidentBytes / 1e6);
    }

    private static string Configuration(IEnumerable<int> ports, int tags)
    {
        var text = new StringBuilder("io_setup:\n  ports:\n    - id: bench\n      name: bench\n      type: tcpip\n      enabled: true\n      scanTime: 1000\n      timeOut: 3000\n      devices:\n");
        foreach (var (port, device) in ports.Select(static (port, i) => (port, i)))
        {
            text.Append($"        - {{ name: device_{device}, enabled: true, deviceType: Modbus TCP, ipAddress: 127.0.0.1, portNumber: {port}, unitNumber: 1, tags: [");
            for (var tag = 0; tag < tags; tag++)
                text.Append($"{{ id: tag-{tag}, name: t{tag}, dataType: Analog, registerType: Holding, address: \"{40_001 + tag}\", conversionType: \"UINT, Big Endian (ABCD)\" }}, ");
            text.Append("] }\n");
        }

        return text.ToString();
    }
}
