using System.Text.Json;
using Catchment.Core.Databases;
using Catchment.Telemetry.Schema;

namespace Catchment.Telemetry.Tests.Schema;

public sealed class ObservationsTests
{
    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public void The_view_is_that_of_the_original(DatabaseKind kind)
    {
        using var database = new TestDatabase(kind);
        foreach (var row in Vectors.Json("observations/input.json").EnumerateArray())
            Insert(database, row.GetProperty("ts").Time(), row.Text("device"), row.Text("ec"), row.GetProperty("msg").GetRawText());
        database.Rows("SELECT start_ts, end_ts, email, obsname FROM observations").ShouldBe(
            Vectors.Json("observations/expected.json").EnumerateArray().Select(span => string.Join('|', Time(span, "start_ts"), Time(span, "end_ts"), span.Text("email"), span.Text("obsname"))));

        static string Time(JsonElement span, string key) => span.GetProperty(key) is { ValueKind: JsonValueKind.String } time ? time.Time() : "NULL";
    }

    [Theory]
    [InlineData("""{"observing": false, "obsName": "x"}""", """{"obsName": "x"}""", """{"observing": true, "obsName": "x"}""")]
    [InlineData("""{"observing": false, "obsName": "x"}""", """{"observing": "true", "obsName": 5}""", """{"observing": false, "obsName": true}""")]
    [InlineData("""{"observing": false, "obsName": 1.5, "email": null}""", """{"observing": true, "obsName": "y", "email": {"a": [1]}}""", """{"observing": null, "obsName": "x"}""")]
    [InlineData("""{"observing": false, "obsName": null}""", "[1, 2]", "7")]
    [InlineData("\"text\"", """{"observing": 0, "obsName": "x"}""", """{"observing": true, "obsName": "x"}""")]
    public void Messages_of_any_form_give_the_same_spans_in_both_systems(params string[] messages)
    {
        using var sqlite = new TestDatabase(DatabaseKind.Sqlite);
        using var postgreSql = new TestDatabase(DatabaseKind.PostgreSql);
        foreach (var database in new[] { sqlite, postgreSql })
        {
            for (var i = 0; i < messages.Length; i++)
                Insert(database, Instant.Text(i), "observers", "any", messages[i]);
        }

        sqlite.Rows("SELECT * FROM observations").ShouldBe(postgreSql.Rows("SELECT * FROM observations"));
    }

    private static void Insert(TestDatabase database, string time, string device, string code, string message) =>
        database.Execute($"INSERT INTO telem (ts, device, ec, msg) VALUES ('{time}', '{device}', '{code}', '{message.Replace("'", "''")}')");
}
