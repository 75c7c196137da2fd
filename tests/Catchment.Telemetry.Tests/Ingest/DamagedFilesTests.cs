using System.IO.Compression;
using Catchment.Core.Databases;

namespace Catchment.Telemetry.Tests.Ingest;

public sealed class DamagedFilesTests
{
    private const int Seed = 20240415;

    private static readonly string[] Broken = ["badutf", "corrupt", "cut", "unknown"];

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
