using System.Text.Json;
using Catchment.Core.Databases;

namespace Catchment.Telemetry.Tests.Ingest;

/// <summary>Every file of the original's, row by row, in both systems.</summary>
public sealed class VectorTests
{
    public static TheoryData<string, DatabaseKind> Flatlogs => Files("bintel");

    public static TheoryData<string, DatabaseKind> Ndjson => Files("ndjson");

    [Theory]
    [MemberData(nameof(Flatlogs))]
    [MemberData(nameof(Ndjson))]
    public void A_file_gives_the_rows_and_the_record_that_it_has_to(string file, DatabaseKind kind)
    {
        var folder = file.EndsWith(".bintel", StringComparison.Ordinal) ? "bintel" : "ndjson";
        var facts = Vectors.Json($"{folder}/manifest.json").EnumerateArray().Single(f => f.Text("file") == file);
        using var rig = new IngestRig(kind);
        rig.Copy($"{folder}/{file}");
        var report = rig.Read();
        report.Failed.ShouldBe(0);

        var underscore = file.LastIndexOf('_');
        var device = file[..underscore];
        var name = file.Split('.')[0];
        var expected = Vectors.Json($"{folder}/{name}.rows.json").EnumerateArray().ToList();
        var rows = rig.Database.Rows($"SELECT ts, device, ec, prio, msg FROM telem WHERE device = '{device}' ORDER BY ts");
        report.Rows.ShouldBe(expected.Count);
        rows.Count.ShouldBe(expected.Count);
        foreach (var (row, wanted) in rows.Zip(expected.OrderBy(static e => e.GetProperty("ts").Time(), StringComparer.Ordinal)))
        {
            var columns = row.Split('|', 5);
            columns[..4].ShouldBe([wanted.GetProperty("ts").Time(), wanted.Text("device"), wanted.Text("ec"), "NULL"]);
            if (wanted.GetProperty("msg") is { ValueKind: JsonValueKind.String } message)
                columns[4].ShouldBe(message.GetString());
        }

        if (facts.GetProperty("ingest_record_required") is { ValueKind: not JsonValueKind.Null } required)
            rig.Records().Count.ShouldBe(required.GetBoolean() ? 1 : 0);
        if (rig.Records() is [var record])
            record.ShouldBe($"{Start(folder, facts, file)}|{device}|{IngestRig.Host}|{rig[file]}");
        var everything = rig.Everything();
        rig.Backfill().Rows.ShouldBe(0);
        rig.Everything().ShouldBe(everything);
    }

    private static string Start(string folder, JsonElement facts, string file) =>
        folder == "ndjson" && facts.GetProperty("ingest_record") is { ValueKind: JsonValueKind.Object } record
            ? record.GetProperty("ts").Time()
            : Telemetry.Schema.Instant.Text(Protocols.Flatlogs.FlatlogName.Parse(file).StartMicroseconds!.Value);

    private static TheoryData<string, DatabaseKind> Files(string folder)
    {
        var data = new TheoryData<string, DatabaseKind>();
        foreach (var facts in Vectors.Json($"{folder}/manifest.json").EnumerateArray())
        {
            data.Add(facts.Text("file"), DatabaseKind.Sqlite);
            data.Add(facts.Text("file"), DatabaseKind.PostgreSql);
        }

        return data;
    }
}
