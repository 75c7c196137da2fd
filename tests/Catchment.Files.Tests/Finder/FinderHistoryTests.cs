using System.Text.Json;
using Catchment.Core.Databases;
using Catchment.Files.Patterns;
using Microsoft.Extensions.Logging;

namespace Catchment.Files.Tests.Finder;

public sealed class FinderHistoryTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Finder", "Vectors", "history");

    public static TheoryData<DatabaseKind> Kinds => FinderRig.Kinds;

    /// <summary>Steps 1 and 2 of the original's recorded run.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_original_s_run_gives_the_same_rows(DatabaseKind kind)
    {
        using var rig = new FinderRig(kind);
        rig.Settings = rig.Settings with { Exclude = PatternList.Parse([@"\.tmp$"]) };
        Put(rig, "tree_first.json");
        rig.Start();
        await rig.UntilAsync(() => rig.Metrics.Totals.Sent == 10);
        Put(rig, "tree_second.json");
        await rig.UntilAsync(() => rig.Metrics.Totals.Sent == 11);
        await rig.SearchAsync(3);
        await rig.StopAsync();

        var expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "expected.json"))).RootElement.GetProperty("files").EnumerateArray()
            .Select(f => (Path: $"{f.GetProperty("relpath").GetString()}/{f.GetProperty("filename").GetString()}", Checksum: f.GetProperty("checksum").GetString(), Size: f.GetProperty("size_bytes").GetInt64()))
            .ToDictionary(f => f.Path);
        var rows = rig.Rows();
        rows.Length.ShouldBe(11);
        foreach (var row in rows)
            expected[row.Path.ToString()].ShouldBe((row.Path.ToString(), row.Checksum, row.Size));
        FinderRig.Tree(rig.Source).ShouldBe(["d2/skip.tmp", "d3/b.fits", "d3/copy.fits"]);
        FinderRig.Tree(rig.Storage).ShouldBe(rig.Tracked());
        rig.Logs.Count(LogLevel.Error, "dup/a.fits").ShouldBe(1);
        rig.Logs.Count(LogLevel.Error, "d3/b.fits").ShouldBe(1);
        rig.Logs.Count(LogLevel.Error, "d3/copy.fits").ShouldBe(1);
        rig.Metrics.Totals.Received.ShouldBe(14); // Each file was read once, in whatever number of searches.
    }

    /// <summary>A table as the original's declarations make it, in which its own inserts fail (D28).</summary>
    [Fact]
    public async Task A_table_whose_rows_SQLite_does_not_number_gets_them_numbered()
    {
        using var rig = new FinderRig(DatabaseKind.Sqlite);
        rig.Database.Execute(
            "DROP TABLE files; CREATE TABLE files (id BIGINT NOT NULL, relpath VARCHAR NOT NULL, filename VARCHAR NOT NULL, checksum VARCHAR NOT NULL, size_bytes BIGINT NOT NULL, added_on DATETIME NOT NULL, PRIMARY KEY (id), UNIQUE (filename), UNIQUE (checksum))");
        Put(rig, "tree_first.json");
        rig.Start();
        await rig.UntilAsync(() => rig.Metrics.Totals.Sent == 11); // The skipped one too.
        await rig.StopAsync();
        rig.Rows().Select(r => r.Id).Order().ShouldBe(Enumerable.Range(1, 11).Select(i => (long)i));
        FinderRig.Tree(rig.Storage).ShouldBe(rig.Tracked());
    }

    private static void Put(FinderRig rig, string tree)
    {
        foreach (var file in JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, tree))).RootElement.EnumerateObject())
            rig.Write(file.Name, string.Concat(Enumerable.Repeat(file.Value.GetProperty("repeat_text").GetString(), file.Value.GetProperty("times").GetInt32())));
    }
}
