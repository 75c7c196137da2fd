using System.IO.Compression;
using System.Text;
using Catchment.Core.Databases;

namespace Catchment.Telemetry.Tests.Ingest;

public sealed class DamagedFilesTests
{
    private const int Seed = 20240415;

    private static readonly string[] Broken = ["badutf", "corrupt", "cut", "torn", "unknown"];

    [Fact]
    public void Files_with_any_damage_are_read_and_both_systems_hold_the_same_rows()
    {
        var files = Environment.GetEnvironmentVariable("CATCHMENT_TEST_FULL") == "1" ? 20_000 : 300;
        using var sqlite = new IngestRig(DatabaseKind.Sqlite);
        using var postgreSql = new IngestRig(DatabaseKind.PostgreSql);
        var random = new Random(Seed);
        var originals = Directory.GetFiles(Vectors.PathOf("bintel"), "*.bintel").Concat(Directory.GetFiles(Vectors.PathOf("ndjson"), "*.gz"))
            .Where(static f => !Broken.Any(b => Path.GetFileName(f).StartsWith(b, StringComparison.Ordinal)) && new FileInfo(f).Length < 20_000).Order(StringComparer.Ordinal).ToArray();
        for (var i = 0; i < files; i++)
        {
            var original = originals[random.Next(originals.Length)];
            var isFlatlog = original.EndsWith(".bintel", StringComparison.Ordinal);
            var content = isFlatlog ? File.ReadAllBytes(original) : Text(original);
            for (var change = random.Next(1, 6); change > 0 && content.Length > 0; change--)
                content[random.Next(content.Length)] = (byte)(random.Next(4) == 0 ? 0 : random.Next(256));
            var name = $"dev{i}_20240415223050000000000{(isFlatlog ? ".bintel" : ".ndjson.gz")}";
            foreach (var rig in new[] { sqlite, postgreSql })
                rig.Write(name, isFlatlog ? content : Compressed(content));
        }

        foreach (var rig in new[] { sqlite, postgreSql })
        {
            var report = rig.Read();
            rig.Log.Of(Microsoft.Extensions.Logging.LogLevel.Error).ShouldBeEmpty();
            (report.Files, report.Failed, report.Missing).ShouldBe((files, 0, 0));
        }

        var rows = postgreSql.Database.Rows("SELECT device, ts, ec, msg::text FROM telem ORDER BY device COLLATE \"C\", ts");
        rows.Count.ShouldBeGreaterThan(files);
        sqlite.Database.Rows("SELECT device, ts, ec, msg FROM telem ORDER BY device, ts").ShouldBe(rows);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public void A_name_that_no_index_takes_costs_its_own_row_only(DatabaseKind kind)
    {
        using var rig = new IngestRig(kind);
        var random = new Random(Seed);
        var name = string.Concat(Enumerable.Range(0, 4_000).Select(_ => (char)random.Next('a', 'z' + 1)));
        var text = string.Concat(new[] { "M31", name, "M33" }.Select((n, i) =>
            $$$"""{"ts": "2024-05-01T10:11:1{{{i}}}.000000", "ec": "telem_observer", "msg": {"observing": true, "obsName": "{{{n}}}"}}""" + "\n"));
        rig.Write("observers_20240501101110000000000.ndjson.gz", Compressed(Encoding.UTF8.GetBytes(text)));
        rig.Write("others_20240501101110000000000.ndjson.gz", Compressed(Encoding.UTF8.GetBytes(text)));
        var report = rig.Read();
        (report.Rows, report.Skipped).ShouldBe((5, 1));
        rig.Database.Rows("SELECT device, count(*) FROM telem GROUP BY device ORDER BY device").ShouldBe(["observers|2", "others|3"]);
        rig.Records().Count.ShouldBe(2);
    }

    [Fact]
    public void A_last_line_without_an_end_and_without_bounds_is_told()
    {
        using var rig = new IngestRig(DatabaseKind.Sqlite);
        var line = """{"ts": "2024-05-01T10:11:12.000000", "ec": "t", "msg": 1}"""u8;
        rig.Write("dev_20240501101110000000000.ndjson.gz", Compressed([.. line, (byte)'\n', .. Enumerable.Repeat((byte)' ', 17 << 20)]));
        var report = rig.Read();
        (report.Rows, report.Skipped).ShouldBe((1, 1));
        rig.Records().Count.ShouldBe(1);
    }

    private static byte[] Text(string path)
    {
        using var text = new MemoryStream();
        using (var file = new GZipStream(File.OpenRead(path), CompressionMode.Decompress))
            file.CopyTo(text);
        return text.ToArray();
    }

    private static byte[] Compressed(byte[] text)
    {
        using var file = new MemoryStream();
        using (var gzip = new GZipStream(file, CompressionLevel.Fastest))
            gzip.Write(text);
        return file.ToArray();
    }
}
