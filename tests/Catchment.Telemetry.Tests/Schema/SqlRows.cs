using Catchment.Core.Databases;
using Catchment.Telemetry.Schema;

namespace Catchment.Telemetry.Tests.Schema;

/// <summary>Reads a database as anybody may read it.</summary>
internal static class SqlRows
{
    /// <summary>Rows, their values as texts with a bar between them; times are those of <see cref="Instant.Text"/> in both systems.</summary>
    internal static List<string> Of(DatabaseUrl url, string sql)
    {
        using var database = Database.Open(url, new DatabaseOptions { OwnsFile = false });
        using var connection = database.Connect();
        using var command = connection.Command(sql);
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i) switch
            {
                DBNull => "NULL",
                DateTime time => Instant.Text(Instant.Of(time)),
                var value => value.ToString(),
            })));
        }

        return rows;
    }
}
