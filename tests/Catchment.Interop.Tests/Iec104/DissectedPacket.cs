using System.Diagnostics;
using System.Globalization;

namespace Catchment.Interop.Tests.Iec104;

/// <summary>A packet as Wireshark's dissector sees it.</summary>
/// <param name="Protocols">The protocols in it, one in the other.</param>
/// <param name="FromServer">Whether it comes from the known port.</param>
/// <param name="HasData">Whether it is more than a header.</param>
/// <param name="IsMalformed">Whether the dissector gave up.</param>
/// <param name="Severities">How bad what it complains about is; 0x600000 is a warning.</param>
/// <param name="Asdus">Type, cause, P/N of each ASDU.</param>
/// <param name="Details">Float values, addresses and time tags.</param>
internal sealed record DissectedPacket(
    string Protocols, bool FromServer, bool HasData, bool IsMalformed, IReadOnlyList<int> Severities, IReadOnlyList<(int Type, int Cause, bool IsNegative)> Asdus, string Details)
{
    private const int Warning = 0x600000;

    private static readonly string[] Fields =
    [
        "frame.protocols", "tcp.srcport", "tcp.len", "_ws.malformed", "_ws.expert.severity", "iec60870_asdu.typeid", "iec60870_asdu.causetx", "iec60870_asdu.nega",
        "iec60870_asdu.ioa", "iec60870_asdu.float", "iec60870_asdu.cp56time",
    ];

    /// <summary>All packets of a capture file, about which the dissector has nothing to complain.</summary>
    public static async Task<IReadOnlyList<DissectedPacket>> ReadCleanAsync(string file, int port)
    {
        var packets = await ReadAsync(file, port);
        packets.Count.ShouldBeGreaterThan(8);
        packets.ShouldAllBe(p => p.Protocols.Contains("iec60870_104", StringComparison.Ordinal) || !p.HasData);
        packets.ShouldNotContain(p => p.IsMalformed || p.Severities.Any(s => s >= Warning));
        return packets;
    }

    private static async Task<IReadOnlyList<DissectedPacket>> ReadAsync(string file, int port)
    {
        var start = new ProcessStartInfo("tshark") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in (string[])["-n", "-r", file, "-T", "fields", .. Fields.SelectMany(f => (string[])["-e", f])])
            start.ArgumentList.Add(word);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var lines = (await process.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await process.WaitForExitAsync().InTimeAsync();
        process.ExitCode.ShouldBe(0, await errors);
        return [.. lines.Select(line => Read(line.Split('\t'), port))];
    }

    private static DissectedPacket Read(string[] fields, int port)
    {
        var (types, causes, negatives) = (Numbers(fields[5]), Numbers(fields[6]), Numbers(fields[7]));
        return new DissectedPacket(
            fields[0], Numbers(fields[1])[0] == port, Numbers(fields[2])[0] > 0, fields[3].Length > 0, Numbers(fields[4]), [.. types.Select((t, i) => (t, causes[i], negatives[i] != 0))], string.Join(' ', fields[8..]));
    }

    private static int[] Numbers(string field) =>
        [.. field.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(n => n.StartsWith("0x", StringComparison.Ordinal) ? int.Parse(n[2..], NumberStyles.HexNumber) : int.Parse(n))];
}
