using System.Buffers;
using System.Diagnostics;
using Catchment.Benchmarks.Report;
using Catchment.Protocols.Flatlogs;
using Catchment.Protocols.Flatlogs.Ndjson;

namespace Catchment.Benchmarks.Telemetry;

/// <summary>Telemetry files into the text of rows, and into the dump tool's lines; one thread, the file in the page cache.</summary>
/// <param name="megabytes">The size of a file.</param>
/// <param name="rounds">How often each is measured.</param>
internal sealed class DecodeBench(int megabytes, int rounds)
{
    private static readonly (string Name, string[] Types, int Elements)[] Kinds =
    [
        ("mixed", ["telem_stage", "telem_fgtimings", "telem_stdcam", "telem_temps", "telem_position", "telem_pi335", "telem_telpos", "telem_observer"], 8),
        ("numbers of 32 bits", ["telem_pi335"], 0),
        ("numbers of 64 bits", ["telem_fgtimings"], 0),
        ("texts", ["telem_chrony_status"], 0),
        ("modes, 97", ["telem_dmmodes"], 97),
        ("modes, 16,384", ["telem_dmmodes"], 16_384),
    ];

    private readonly ArrayBufferWriter<byte> _text = new(1 << 20);

    /// <summary>Measures.</summary>
    /// <param name="folder">Where the files go.</param>
    /// <param name="progress">Where it tells what it does.</param>
    internal IReadOnlyList<DecodeRow> Measure(string folder, TextWriter progress)
    {
        var rows = new List<DecodeRow>();
        var path = Path.Combine(folder, "device.bintel");
        foreach (var (name, types, elements) in Kinds)
        {
            progress.WriteLine(name);
            var entries = new DeviceFile().Write(path, types, elements, megabytes * 1_000_000L);
            rows.Add(Row($"{name}: rows", path, entries, Rows));
            rows.Add(Row($"{name}: lines", path, entries, Lines));
        }

        progress.WriteLine("ndjson");
        rows.Add(Row("ndjson: rows", path, new DeviceFile().WriteNdjson(path, megabytes * 1_000_000L), Ndjson));
        return rows;
    }

    private DecodeRow Row(string name, string path, long entries, Func<string, (long Entries, long Text)> decode)
    {
        var (found, text) = decode(path); // And so everything is compiled.
        if (found != entries)
            throw new BenchmarkException($"{name}: {found} of {entries} entries were decoded");
        var before = GC.GetAllocatedBytesForCurrentThread();
        decode(path);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        var (times, limits) = (new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            times.Add(Time(() => decode(path)));
            limits.Add(Time(() => Copy(path, text)));
        }

        return new DecodeRow(name, entries, new FileInfo(path).Length, text, times.Median(), limits.Median(), (double)allocated / entries);
    }

    private (long Entries, long Text) Rows(string path)
    {
        var (entries, text) = (0L, 0L);
        using var file = File.OpenRead(path);
        using var reader = new FlatlogReader(file);
        while (reader.Read() == FlatlogStep.Entry)
        {
            _text.ResetWrittenCount();
            if (FlatlogRow.Write(FlatlogTypeTable.BuiltIn, reader.Entry, _text, out _) == FlatlogFault.None)
                entries++;
            text += _text.WrittenCount;
        }

        return (entries, text);
    }

    private (long Entries, long Text) Lines(string path)
    {
        var (entries, text) = (0L, 0L);
        var dump = new FlatlogDump(FlatlogTypeTable.BuiltIn);
        using var file = File.OpenRead(path);
        using var reader = new FlatlogReader(file);
        while (reader.Read() == FlatlogStep.Entry)
        {
            _text.ResetWrittenCount();
            if (dump.Write(reader.Entry, _text) == FlatlogFault.None)
                entries++;
            text += _text.WrittenCount;
        }

        return (entries, text);
    }

    private (long Entries, long Text) Ndjson(string path)
    {
        var (entries, text) = (0L, 0L);
        var decoder = new NdjsonDecoder();
        using var file = File.OpenRead(path);
        using var reader = new NdjsonReader(file);
        while (reader.Read() == NdjsonStep.Line)
        {
            _text.ResetWrittenCount();
            if (decoder.Decode(reader.Line, _text, out _) == NdjsonFault.None)
                entries++;
            text += _text.WrittenCount;
        }

        return (entries, text);
    }

    private static void Copy(string path, long text)
    {
        var bytes = new byte[64 * 1024];
        var copy = new byte[bytes.Length];
        using var file = File.OpenRead(path);
        while (file.Read(bytes) is > 0 and var read)
            bytes.AsSpan(0, read).CopyTo(copy);
        for (; text > 0; text -= copy.Length)
            bytes.CopyTo(copy, 0);
    }

    private static double Time(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
