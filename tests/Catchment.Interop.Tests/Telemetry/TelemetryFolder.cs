using System.IO.Compression;
using System.Text;
using Catchment.Telemetry.Tests.Ingest;

namespace Catchment.Interop.Tests.Telemetry;

/// <summary>Folders as an instrument computer has them, filled with files, and the program under the names of the original's tools.</summary>
internal sealed class TelemetryFolder : IDisposable
{
    private const uint FirstSecond = 1_713_220_250;

    private readonly TemporaryFolder _root = new();

    internal TelemetryFolder()
    {
        Directory.CreateDirectory(_root["bin"]);
        foreach (var name in new[] { "xtelemdb", "logdump" })
            File.CreateSymbolicLink(_root["bin/" + name], ProgramProcess.Program);
    }

    /// <summary>For databases.</summary>
    internal TemporaryFolder Root => _root;

    /// <summary>The folder of the links.</summary>
    internal string Programs => _root["bin"];

    internal string this[string name] => _root[name];

    /// <summary>A folder of data.</summary>
    internal string Data(string host, string kind) => Directory.CreateDirectory(_root[$"{host}/{kind}"]).FullName;

    /// <summary>Adds files of a device: entries of which some have the time of another, the last file torn when asked for.</summary>
    internal void Add(string host, string device, int files, int entries, bool isTorn = false)
    {
        for (var file = 0; file < files; file++)
        {
            var start = FirstSecond + (uint)(file * 1000);
            var bytes = Flatlogs.File(Enumerable.Range(0, entries).Select(i =>
                (i % 10 == 9 ? Flatlogs.LoopOpen : Flatlogs.LoopClosed, start + (uint)(i / 1000), (uint)(i % 10 == 9 ? i % 1000 - 1 : i % 1000) * 1_000_000)));
            var name = $"{device}_{DateTime.UnixEpoch.AddSeconds(start):yyyyMMddHHmmss}000000000.bintel";
            File.WriteAllBytes(Path.Combine(Data(host, "telem"), name), isTorn && file == files - 1 ? bytes[..^3] : bytes);
        }
    }

    /// <summary>Adds a file of a Python device.</summary>
    internal void AddLines(string host, string device, int lines)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Data(host, "telem"), device)).FullName;
        using var file = new GZipStream(File.Create(Path.Combine(folder, $"{device}_2024-05-01T101112.ndjson.gz")), CompressionLevel.Fastest);
        for (var i = 0; i < lines; i++)
            file.Write(Encoding.UTF8.GetBytes($$$"""{"ts": "{{{DateTime.UnixEpoch.AddSeconds(FirstSecond).AddMilliseconds(i):yyyy-MM-ddTHH:mm:ss.ffffff}}}000", "prio": "TELM", "ec": "telem_indi_set", "msg": {"name": "temperature", "celsius": {{{i % 8}}}.5}}{{{'\n'}}}"""));
    }

    /// <summary>Adds files that are no telemetry.</summary>
    internal void AddPictures(string host, int count)
    {
        for (var i = 0; i < count; i++)
            File.WriteAllText(Path.Combine(Data(host, $"rawimages/night{i % 3}"), $"camsci1_202404152230{i % 60:00}{i:000000000}.fits"), "x");
    }

    /// <summary>Starts <c>xtelemdb</c> for a host.</summary>
    internal ProgramProcess Start(TelemetryTables tables, string subcommand, string host, params string[] words) =>
        new(_root.FullPath, Path.Combine(Programs, "xtelemdb"), [subcommand, $"database.url={tables.Url}", $"hostname={host}", $"data_dirs={Data(host, "rawimages")},{Data(host, "telem")}", .. words]);

    /// <summary>Runs it to its end, which has to be a good one.</summary>
    internal void Run(TelemetryTables tables, string subcommand, string host)
    {
        using var program = Start(tables, subcommand, host);
        End(program);
    }

    /// <summary>Waits for a good end.</summary>
    internal static void End(ProgramProcess program)
    {
        Eventually.True(() => program.EndsWithin(TimeSpan.FromSeconds(1)), "the program ends");
        var (code, errors) = program.WaitForEnd();
        code.ShouldBe(0, errors);
    }

    public void Dispose() => _root.Dispose();
}
