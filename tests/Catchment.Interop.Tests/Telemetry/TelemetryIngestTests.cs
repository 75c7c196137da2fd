using System.Globalization;
using System.IO.Compression;
using System.Text;
using Catchment.Interop.Tests.Files;

namespace Catchment.Interop.Tests.Telemetry;

/// <summary>Files of telemetry that a file transfer brings: the real finder moves them, the real ingester hands them to <c>TelemetryIngest</c>.</summary>
[Collection(Alone.Name)]
public sealed class TelemetryIngestTests
{
    private const string Rows = "SELECT ts, device, ec, CAST(msg AS text) FROM telem ORDER BY device, ts";
    private const string Records = "SELECT ts, device, origin_host, origin_path FROM file_ingest_times ORDER BY device, ts";
    private const string Origins = "SELECT origin_host, origin_path, size_bytes, creation_time FROM file_origins ORDER BY origin_path";

    private static readonly bool Full = Environment.GetEnvironmentVariable("CATCHMENT_TEST_FULL") == "1";

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public void Files_that_are_brought_are_in_the_tables_with_their_origin(string kind)
    {
        using var site = new EndpointSite("sqlite");
        using var folder = new TemporaryFolder();
        var tables = TelemetryTables.New(kind, folder);
        site.WriteFinder();
        WriteIngester(site, tables, "      hostname: exao1\n      origin_folder: /opt/MagAOX/telem\n");
        site.SetUp();

        // Of one file its own computer has told already: what it said of it stays, and as that is more than was brought, it is still to be read there.
        LiveSite.Of(tables.Url, "INSERT INTO file_origins (origin_host, origin_path, size_bytes) VALUES ('exao1', '/opt/MagAOX/telem/dev_20240415223050000000000.bintel', 70000)");
        Arrive(site, "dev_20240415223050000000000.bintel", LiveSite.Entries(5, 1_713_220_250));
        Arrive(site, "rules/rules_2024-05-01T101112.ndjson.gz", Packed(Line(1) + Line(2)));
        Arrive(site, "rules/rules_2024-05-02T101112.ndjson", Encoding.UTF8.GetBytes(Line(3)));
        Arrive(site, "torn_20240415223050000000000.bintel", LiveSite.Entries(3, 1_713_220_250)[..^2]);
        Arrive(site, "noise_20240415223050000000000.bintel", [.. LiveSite.Entries(1, 1).AsSpan(0, 1), 0xFF, 0xFF, .. LiveSite.Entries(1, 1).AsSpan(3)]);
        Arrive(site, "nodevice.bintel", LiveSite.Entries(3, 1_713_220_250));
        Arrive(site, "picture_20240415223050000000000.fits", [1]);
        using (var finder = site.Start("finder", "finder.yaml"))
        using (var ingester = site.Start("ingester", "ingester.yaml"))
        {
            Eventually.True(() => Statuses(site, "SUCCESS") + Statuses(site, "FAILURE") == 7, "every file is judged");
            finder.Terminate().ShouldBe(0);
            ingester.Terminate().ShouldBe(0);
        }

        site.Sql("SELECT f.filename, e.err_message FROM gen2_file_events e JOIN files f ON f.id = e.files_id WHERE CAST(e.status AS TEXT) = 'FAILURE' ORDER BY f.filename").Select(r => string.Join(": ", r)).ShouldBe(
        [
            "nodevice.bintel: its name has no _ behind a device",
            "noise_20240415223050000000000.bintel: none of its 1 entries can be stored: 1 of an unknown event code; the first at byte 0",
            "picture_20240415223050000000000.fits: no file of telemetry: its name ends in none of .bintel, .ndjson, .ndjson.gz",
            "torn_20240415223050000000000.bintel: torn: its last entry, at byte 24, is incomplete; its 2 complete entries are stored, and it has no ingest record",
        ]);
        tables.Rows("SELECT device, count(*) FROM telem GROUP BY device ORDER BY device").ShouldBe(["dev|5", "rules|3", "torn|2"]);
        tables.Rows("SELECT device, origin_host, origin_path FROM file_ingest_times WHERE device <> 'noise' ORDER BY device, ts").ShouldBe(
        [
            "rules|exao1|/opt/MagAOX/telem/rules/rules_2024-05-01T101112.ndjson.gz",
            "rules|exao1|/opt/MagAOX/telem/rules/rules_2024-05-02T101112.ndjson",
        ]);
        tables.Rows("SELECT size_bytes FROM file_origins WHERE origin_path LIKE '%/dev_%'").ShouldBe(["70000"]);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public void After_kill_9_and_a_second_run_the_tables_are_those_of_a_backfill(string kind)
    {
        using var site = new EndpointSite("sqlite");
        using var folder = new TemporaryFolder();
        var random = new Random(kind.Length);
        Directory.CreateDirectory(site.Storage);
        site.WriteFinder();
        var tables = TelemetryTables.New(kind, folder);
        WriteIngester(site, tables, "      hostname: here\n", "rerun.yaml", "  daemon: false\n  file_status: RERUN\n");
        WriteIngester(site, tables, "      hostname: here\n");
        site.SetUp();
        for (var file = 0; file < 12; file++)
            Arrive(site, $"dev{file % 3}_20240415223050{file * 1000:D9}.bintel", LiveSite.Entries(3000, 1_713_220_250 + (uint)file));
        using (var finder = site.Start("finder", "finder.yaml"))
        {
            Eventually.True(() => EndpointSite.Tree(site.Storage).Length == 12 && site.Sql("SELECT id FROM files").Count == 12, "the files are tracked");
            finder.Terminate().ShouldBe(0);
        }

        for (var round = 0; round < (Full ? 30 : 3); round++)
        {
            var wanted = tables.Count("telem") + random.Next(1, 6000);
            using var ingester = site.Start("ingester", "ingester.yaml");
            Eventually.True(() => tables.Count("telem") >= wanted || Statuses(site, "SUCCESS") + Statuses(site, "UNKNOWN") == 12, "rows are stored");
            ingester.Kill();
        }

        using (var ingester = site.Start("ingester", "ingester.yaml"))
        {
            Eventually.True(() => Statuses(site, "SUCCESS") + Statuses(site, "UNKNOWN") == 12, "what nobody had begun is ingested");
            ingester.Terminate().ShouldBeOneOf(0, 128 + 15); // Its runtime may not have been up yet.
        }

        // What an attempt that was cut short came to is not known: the operator has it done again. Two of the others too: nothing comes twice.
        var rows = tables.Count("telem");
        site.Sql("INSERT INTO gen2_file_events (start_time, status, files_id) SELECT CURRENT_TIMESTAMP, 'RERUN', id FROM files WHERE id <= 2 OR id IN (SELECT files_id FROM gen2_file_events WHERE CAST(status AS TEXT) = 'UNKNOWN')");
        site.Run("ingester", "start", "rerun.yaml").ExitCode.ShouldBe(0);
        tables.Count("telem").ShouldBeGreaterThanOrEqualTo(rows);
        var expected = TelemetryTables.New(kind, folder);
        foreach (var command in new[] { "inventory", "backfill" })
            CommandLine.Run(folder.FullPath, "xtelemdb", command, $"database.url={expected.Url}", $"data_dirs={site.Storage}", "hostname=here");
        foreach (var sql in new[] { Rows, Records, Origins })
            tables.Rows(sql).ShouldBe(expected.Rows(sql));
    }

    private static void WriteIngester(EndpointSite site, TelemetryTables tables, string config, string name = "ingester.yaml", string more = "  pause: 0\n") => site.Write(
        name, $"ingester:\n  storage: STORAGE\n  num_threads: 2\n  batch_size: 4\n{more}  plugin:\n    name: TelemetryIngest\n    config:\n      database: \"{tables.Url}\"\n{config}");

    private static int Statuses(EndpointSite site, string status) =>
        int.Parse(site.Sql($"SELECT count(DISTINCT files_id) FROM gen2_file_events WHERE CAST(status AS TEXT) = '{status}'")[0][0], CultureInfo.InvariantCulture);

    private static string Line(int second) => $"{{\"ts\": \"2024-05-01T10:11:{second:00}.500000000\", \"prio\": \"TELM\", \"ec\": \"telem_indi_set\", \"msg\": {{\"value\": {second}}}}}\n";

    private static byte[] Packed(string text)
    {
        using var bytes = new MemoryStream();
        using (var packed = new GZipStream(bytes, CompressionLevel.Fastest))
            packed.Write(Encoding.UTF8.GetBytes(text));
        return bytes.ToArray();
    }

    private static void Arrive(EndpointSite site, string path, byte[] content)
    {
        var target = Path.Combine(site.Buffer, path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.WriteAllBytes(site["arriving"], content);
        File.Move(site["arriving"], target);
    }
}
