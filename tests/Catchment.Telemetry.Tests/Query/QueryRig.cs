using Catchment.Core.Databases;
using Catchment.Telemetry.Query;
using Catchment.Telemetry.Schema;
using Catchment.Telemetry.Tests.Schema;

namespace Catchment.Telemetry.Tests.Query;

/// <summary>A database with rows, and questions to it.</summary>
internal sealed class QueryRig : IDisposable
{
    private static readonly DateTime Night = new(2024, 4, 15, 22, 30, 0, DateTimeKind.Utc);

    private readonly TestDatabase _tables;

    internal QueryRig(DatabaseKind kind)
        : this(new TestDatabase(kind))
    {
    }

    /// <summary>Takes tables over; it is ten seconds past the time that rows are counted from.</summary>
    internal QueryRig(TestDatabase tables)
    {
        _tables = tables;
        Database = TelemetryDatabase.Open(tables.Url, connections: 2);
        Queries = new TelemetryQueries(Database, new ManualTime(Night.AddSeconds(10)), null);
    }

    internal TelemetryDatabase Database { get; }

    internal TelemetryQueries Queries { get; }

    internal void Execute(string sql) => _tables.Execute(sql);

    /// <summary>Adds an entry.</summary>
    internal void Add(string device, DateTime time, string message, string code = "ec")
    {
        using var connection = Database.Connect();
        using var command = connection.Command($"INSERT INTO telem (ts, device, msg, ec) VALUES (@ts, @device, {(Database.Kind == DatabaseKind.Sqlite ? "@msg" : "@msg::jsonb")}, @ec)");
        command.With("@ts", Database.Kind == DatabaseKind.Sqlite ? Instant.Text(Instant.Of(time)) : time).With("@device", device).With("@msg", message).With("@ec", code).ExecuteNonQuery();
    }

    /// <summary>Entries in a line each: seconds, event code, values.</summary>
    internal List<string> Rows(string device, params string[] keys) => Rows(new TelemetrySpan(device, [.. keys.Select(TelemetryKey.Parse)]));

    /// <inheritdoc cref="Rows(string, string[])"/>
    internal List<string> Rows(TelemetrySpan span) =>
        [.. Queries.Rows(span, default).Select(static row => $"{(row.Time - Night).TotalSeconds} {row.EventCode} {string.Join('|', row.Values.Select(static v => v?.Text ?? "-"))}")];

    public void Dispose()
    {
        Database.Dispose();
        _tables.Dispose();
    }
}
