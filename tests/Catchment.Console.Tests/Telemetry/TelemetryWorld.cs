using System.Data.Common;
using System.Globalization;
using Catchment.Core.Databases;
using Catchment.Telemetry.Query;
using Catchment.Telemetry.Schema;

namespace Catchment.WebConsole.Tests.Telemetry;

/// <summary>Telemetry in a real database, ten seconds after half past ten at night.</summary>
internal sealed class TelemetryWorld : IDisposable
{
    /// <summary>The time that entries are counted from.</summary>
    public static readonly DateTime Night = new(2024, 4, 15, 22, 30, 0, DateTimeKind.Utc);

    private readonly TemporaryFolder _folder = new();
    private readonly Database _database;
    private TelemetryBoard? _board;

    public TelemetryWorld(DatabaseKind kind)
    {
        Url = DatabaseUrl.Parse(kind == DatabaseKind.Sqlite ? $"sqlite:///{_folder["telemetry.db"]}" : PostgresServer.Shared.CreateDatabase($"telemetry_{Guid.NewGuid():N}"), "/");
        TelemetrySetup.Run(Url);
        _database = Database.Open(Url, new DatabaseOptions { OwnsFile = false });
    }

    public DatabaseUrl Url { get; }

    /// <summary>The clock of ages.</summary>
    public ManualTime Clock { get; } = new(Night.AddSeconds(10));

    /// <summary>Gives a console this world.</summary>
    public ConsoleParts Into(ConsoleParts parts, TimeProvider? clock = null, TimeSpan? limit = null)
    {
        _board = new TelemetryBoard(() => TelemetryDatabase.Open(Url, TelemetryBoard.MostAtOnce), clock ?? Clock, limit);
        return parts with { Telemetry = new TelemetryParts { Board = _board } };
    }

    /// <summary>Adds an entry.</summary>
    public void Add(string device, DateTime time, string message, string code = "ec") => Execute(
        $"INSERT INTO telem (ts, device, msg, ec) VALUES (@ts, @device, {(Url.Kind == DatabaseKind.Sqlite ? "@msg" : "@msg::jsonb")}, @ec)",
        ("@ts", Url.Kind == DatabaseKind.Sqlite ? Text(time) : time),
        ("@device", device),
        ("@msg", message),
        ("@ec", code));

    /// <summary>Adds many entries at once: <c>n</c> from 0 on, <c>half</c> of it, and <c>note</c>, some text.</summary>
    public void Fill(string device, DateTime first, TimeSpan step, int entries, int noteLength = 1)
    {
        string note = new('x', noteLength);
        Execute(Url.Kind == DatabaseKind.Sqlite
            ? $$"""
                WITH RECURSIVE c (n, us) AS (SELECT 0, {{(first - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond}} UNION ALL SELECT n + 1, us + {{step.Ticks / TimeSpan.TicksPerMicrosecond}} FROM c WHERE n + 1 < {{entries}})
                INSERT INTO telem (ts, device, msg, ec) SELECT strftime('%Y-%m-%d %H:%M:%S', us / 1000000, 'unixepoch') || printf('.%06d', us % 1000000), '{{device}}', '{"n": ' || n || ', "half": ' || n / 2.0 || ', "note": "{{note}}"}', 'fill' FROM c
                """
            : $$"""
                INSERT INTO telem (ts, device, msg, ec) SELECT '{{first:O}}'::timestamptz + n * interval '{{step.Ticks / TimeSpan.TicksPerMicrosecond}} microseconds', '{{device}}', jsonb_build_object('n', n, 'half', n / 2.0, 'note', '{{note}}'), 'fill' FROM generate_series(0, {{entries - 1}}) AS n
                """);
    }

    /// <summary>Adds an observation.</summary>
    public void Observe(DateTime start, DateTime? end, string name)
    {
        Add("observers", start.AddSeconds(-1), Message(name, isObserving: false));
        Add("observers", start, Message(name, isObserving: true));
        if (end is { } e)
        {
            Add("observers", e, Message(name, isObserving: true));
            Add("observers", e.AddMilliseconds(1), Message(name, isObserving: false));
        }

        static string Message(string name, bool isObserving) => $$"""{"email": "jm@example.org", "obsName": "{{name}}", "observing": {{(isObserving ? "true" : "false")}}}""";
    }

    public void Execute(string sql, params (string Name, object Value)[] parameters)
    {
        using DbConnection connection = _database.Connect();
        using DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach ((string name, object value) in parameters)
        {
            DbParameter parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        _board?.Dispose();
        _database.Dispose();
        _folder.Dispose();
    }

    private static string Text(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
