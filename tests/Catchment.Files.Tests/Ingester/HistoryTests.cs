using System.Text.Json;
using Catchment.Core.Databases;
using Catchment.Files.Backfill;
using Catchment.Files.Patterns;
using Catchment.Files.Settings;
using Catchment.Files.Tables;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Files.Tests.Ingester;

/// <summary>The complete run of the original, from its ingester on: the same rows come of it.</summary>
public sealed class HistoryTests
{
    private static readonly string Vectors = Path.Combine(AppContext.BaseDirectory, "Ingester", "Vectors", "history");

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public void Every_row_is_that_of_the_original(DatabaseKind kind)
    {
        using var tree = new IngestTree(kind);
        tree.Add([.. Tree("first").Where(f => !f.Path.EndsWith(".tmp", StringComparison.Ordinal))]);
        tree.Add([.. Tree("second").Where(f => f.Path == "d3/late.fits")]);
        File.Delete(tree.Storage + "/d1/gone.fits");

        var plugins = PluginUnderTest.Catalog(Execute, "flaky-1");
        tree.Run(tree.Settings() with { BatchSize = 4, Exclude = PatternList.Parse([@"\.txt$"]) }, plugins).ExitStatus.ShouldBe(0);
        tree.Add(Tree("third"));
        tree.Run(tree.Settings(), plugins).Counts[FileStatus.Unknown].ShouldBe(1);

        // With the fraction and in local time, so that it stands behind the results: as a person's CURRENT_TIMESTAMP it counts too, but may stand before them.
        tree.Tables.Execute($"INSERT INTO file_events (start_time, status, files_id) SELECT '{LocalTime.Text(LocalTime.Now(TimeProvider.System))}', 'RERUN', id FROM files WHERE filename IN ('bad_1.fits', 'a.fits')");
        tree.Run(tree.Settings("NullIngest") with { Status = FileStatus.Rerun }).Counts[FileStatus.Success].ShouldBe(2);
        tree.Run(tree.Settings("NullIngest") with { Status = FileStatus.Unknown }).Counts[FileStatus.Success].ShouldBe(1);
        foreach (var (path, content) in Tree("already_stored"))
        {
            Directory.CreateDirectory(Path.GetDirectoryName($"{tree.Storage}/{path}")!);
            File.WriteAllText($"{tree.Storage}/{path}", content);
        }

        Backfill(tree).ShouldBe(new BackfillCounts { Recorded = 3, RecordedBytes = 9 });
        Backfill(tree).ShouldBe(new BackfillCounts { Tracked = 3 });
        tree.Run(tree.Settings("NullIngest")).Counts.ShouldBeEmpty();

        using var expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(Vectors, "expected.json")));
        Rows(tree).ShouldBe([.. expected.RootElement.GetProperty("files").EnumerateArray().SelectMany(Rows).Order(StringComparer.Ordinal)]);
        Directory.GetFiles(tree.Storage, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(tree.Storage, f)).Order(StringComparer.Ordinal)
            .ShouldBe(expected.RootElement.GetProperty("storage").EnumerateArray().Select(f => f.GetString()!).Order(StringComparer.Ordinal));
    }

    private static BackfillCounts Backfill(IngestTree tree) => new BackfillRun(
        new BackfillSettings
        {
            Database = tree.Tables.Settings,
            Storage = tree.Storage,
            Sources = [PathPattern.Parse("old/2020", tree.Storage), PathPattern.Parse("old/2021/h4.fits", tree.Storage)],
            Exclude = PatternList.Parse([@"\.tmp$"]),
            Log = IngestTree.Log,
        },
        tree.State("backfill"),
        TimeProvider.System,
        NullLogger.Instance).Run(null, CancellationToken.None);

    private static void Execute(string path, CancellationToken cancellation)
    {
        var name = Path.GetFileName(path);
        if (name.Contains("bad_", StringComparison.Ordinal))
            throw new ValueError($"refused: {name}");
        if (name.Contains("chain_", StringComparison.Ordinal))
            throw new InvalidOperationException("outer", new OSError("disk on fire"));
        if (name.Contains("die_", StringComparison.Ordinal))
        {
            Thread.CurrentThread.Interrupt();
            Thread.Sleep(Timeout.Infinite);
        }
    }

    private static string[] Rows(IngestTree tree)
    {
        using var database = tree.Tables.Open();
        using var connection = database.Original.Connect();
        var rows = new List<string>();
        foreach (var file in database.Tables.ById(connection, [.. database.Tables.IdsAfter(connection, 0, 1000)]))
        {
            var place = $"{file.Path.Folder}|{file.Path.Name}|{file.Checksum}|{file.Size}";
            rows.AddRange(database.Tables.History(connection, file.Id).Select((e, i) =>
            {
                var duration = e.Duration is not { } took ? "-" : took == TimeSpan.Zero ? "zero" : "measured";
                var message = e.Status is FileStatus.Ignored or FileStatus.Invalid && e.Message is not null ? "(any text)" : e.Message;
                return $"{place}|{i}|{FileStatusText.Of(e.Status)}|{e.Version ?? "-"}|{message ?? "-"}|{duration}";
            }));
        }

        return [.. rows.Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Rows(JsonElement file) => file.GetProperty("history").EnumerateArray().Select((e, i) =>
        $"{Text(file, "relpath")}|{Text(file, "filename")}|{Text(file, "checksum")}|{file.GetProperty("size_bytes").GetInt64()}"
        + $"|{i}|{Text(e, "status")}|{Text(e, "ingest_ver")}|{Text(e, "err_message")}|{Text(e, "duration")}");

    private static string Text(JsonElement element, string key) => element.GetProperty(key).GetString() ?? "-";

    private static (string Path, string Content)[] Tree(string name)
    {
        using var tree = JsonDocument.Parse(File.ReadAllText(Path.Combine(Vectors, $"tree_{name}.json")));
        return [.. tree.RootElement.EnumerateObject().Select(f =>
            (f.Name, string.Concat(Enumerable.Repeat(f.Value.GetProperty("repeat_text").GetString(), f.Value.GetProperty("times").GetInt32()))))];
    }

    private sealed class ValueError(string message) : Exception(message);

    private sealed class OSError(string message) : Exception(message);
}
