using System.Text;
using Catchment.Core.Databases;
using Catchment.Telemetry.Schema;

namespace Catchment.Telemetry.Tests.Schema;

public sealed class RowLoaderTests
{
    private static readonly IngestRecord Record = new(0, "dev", 1, "h", "/dev_19700101000000000000000.bintel");

    [Theory]
    [InlineData(DatabaseKind.Sqlite, 10)]
    [InlineData(DatabaseKind.Sqlite, 6000)]
    [InlineData(DatabaseKind.PostgreSql, 10)]
    [InlineData(DatabaseKind.PostgreSql, 6000)]
    public void What_is_not_finished_is_as_if_it_had_not_been(DatabaseKind kind, int rows)
    {
        using var database = Prepared(kind);
        using var tables = TelemetryDatabase.Open(database.Url, connections: 1);
        foreach (var send in new[] { true, false })
        {
            using var loader = tables.Tables.Loader(tables.Connect);
            loader.Begin("dev");
            Fill(loader, rows);
            if (send)
                loader.Send();
        }

        database.Count("telem").ShouldBe(0);
        using var again = tables.Tables.Loader(tables.Connect); // the one connection is fit for use
        again.Begin("dev");
        Fill(again, rows);
        again.Finish(Record).ShouldBe(rows);
        database.Count("telem").ShouldBe(rows);
        database.Count("file_ingest_times").ShouldBe(1);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public void One_loader_takes_files_of_all_sizes_one_after_another(DatabaseKind kind)
    {
        using var database = Prepared(kind);
        using var tables = TelemetryDatabase.Open(database.Url);
        using var loader = tables.Tables.Loader(tables.Connect);
        foreach (var (device, rows) in new[] { ("a", 0), ("b", 1), ("c", 1000), ("d", 1001), ("e", 9000), ("f", 3), ("g", 5000) })
        {
            loader.Begin(device);
            Fill(loader, rows);
            loader.Finish(record: null).ShouldBe(rows);
            database.Count($"telem WHERE device = '{device}'").ShouldBe(rows);
        }
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public void Times_names_and_texts_arrive_as_they_are(DatabaseKind kind)
    {
        using var database = Prepared(kind);
        using var tables = TelemetryDatabase.Open(database.Url);
        using var loader = tables.Tables.Loader(tables.Connect);
        (long Time, string Code, string Message)[] rows =
        [
            (Instant.Of(DateTime.MinValue), "", "null"),
            (-1, "zwanzig_zeichen_lang", "[1, \"ü\U0001F52D\"]"),
            (0, string.Concat(Enumerable.Repeat("\U0001F52D", 20)), "{\"a\": 3.0}"),
            (Instant.Of(DateTime.MaxValue), "x", "7"),
        ];
        foreach (var isMany in new[] { false, true })
        {
            var device = isMany ? "many'\"\\" : "few'\"\\";
            loader.Begin(device);
            foreach (var (time, code, message) in rows)
                Add(loader.Batch, time, code, message);
            if (isMany)
                loader.Send();
            loader.Finish(record: null).ShouldBe(rows.Length);
            database.Rows($"SELECT ts, ec, prio, msg FROM telem WHERE device = '{device.Replace("'", "''")}' ORDER BY ts")
                .ShouldBe(rows.Select(r => $"{Instant.Text(r.Time)}|{r.Code}|NULL|{r.Message}"));
        }
    }

    private static TestDatabase Prepared(DatabaseKind kind)
    {
        var database = new TestDatabase(kind);
        database.Execute($"INSERT INTO file_origins (origin_host, origin_path) VALUES ('{Record.Host}', '{Record.Path}')");
        return database;
    }

    private static void Fill(RowLoader loader, int rows)
    {
        for (var i = 0; i < rows; i++)
        {
            Add(loader.Batch, i, "telem_stage", $"{{\"n\": {i}}}");
            if (loader.Batch.IsFull)
                loader.Send();
        }
    }

    private static void Add(RowBatch batch, long time, string code, string message)
    {
        var length = Encoding.UTF8.GetBytes(message, batch.GetSpan(Encoding.UTF8.GetByteCount(message)));
        batch.Advance(length);
        batch.Add(time, code);
    }
}
