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
    public void Add(string device, DateTime time, string message, string code = "ec")
    {
        using DbConnection connection = _database.Connect();
        using DbTransaction transaction = connection.BeginTransaction();
        Insert(transaction, device, time, message, code);
        transaction.Commit();
    }

    /// <summary>Adds many entries at once: <c>n</c> from 0 on, <c>half</c> of it, and <c>note</c>, some text.</summary>
    public void Fill(string device, DateTime first, TimeSpan step, int entries, int noteLength = 1)
    {
        string note = new('x', noteLength);
        Execute(Url.Kind == DatabaseKind.Sqlite
            ? $$"""
                WITH RECURSIVE c (n, us) AS (SELECT 0, {{(first - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond}} UNION ALL SELECT n + 1, us + {{step.Ticks / TimeSpan.TicksPerMicrosecond}} FROM c WHERE n + 1 < {{entries}})
                INSERT INTO telem (ts, device, msg, ec) SELECT strftime('%Y-%m-%d %H:%M:%S', us / 1000000, 'unixepoch') || printf('.%06d+00:00', us % 1000000), '{{device}}', '{"n": ' || n || ', "half": ' || (n / 2.0) || ', "note": "{{note}}"}', 'fill' FROM c
                """
            : $$"""
                INSERT INTO telem (ts, device, msg, ec) SELECT '{{first:O}}'::timestamptz + n * interval '{{step.Ticks / TimeSpan.TicksPerMicrosecond}} microseconds', '{{device}}', jsonb_build_object('n', n, 'half', n / 2.0, 'note', '{{note}}'), 'fill' FROM generate_series(0, {{entries - 1}}) AS n
                """);
    }

    /// <summary>Adds an observation.</summary>
    public void Observe(DateTime start, DateTime? end, string name)
    {
        Add("observers", start, Message(name, isObserving: false));
        Add("observers", start.AddMilliseconds(1), Message(name, isObserving: true));
        if (end is { } e)
        {
            Add("observers", e, Message(name, isObserving: true));
            Add("observers", e.AddMilliseconds(1), Message(name, isObserving: false));
        }

        static string Message(string name, bool isObserving) => $$"""{"email": "jm@example.org", "obsName": "{{name}}", "observing": {{(isObserving ? "true" : "false")}}}""";
    }

    /// <summary>A file of the inventory, written at the world's time.</summary>
    public void File(string host, string path, long bytes, bool isIngested)
    {
        object night = Value(Night);
        Execute("INSERT INTO file_origins (origin_host, origin_path, creation_time, modification_time, size_bytes) VALUES (@host, @path, @at, @at, @bytes)", ("@host", host), ("@path", path), ("@at", night), ("@bytes", bytes));
        if (isIngested)
            Execute("INSERT INTO file_ingest_times (ts, device, ingested_at, origin_host, origin_path) VALUES (@at, @device, @at, @host, @path)", ("@at", night), ("@device", path), ("@host", host), ("@path", path));
    }

    /// <summary>A copy of a file as it is.</summary>
    public void Replica(string host, string path, string place, long bytes) => Execute(
        "INSERT INTO file_replicas (origin_host, origin_path, hostname, replica_path, origin_modification_time, size_bytes) VALUES (@host, @path, @place, @path, @at, @bytes)",
        ("@host", host),
        ("@path", path),
        ("@place", place),
        ("@at", Value(Night)),
        ("@bytes", bytes));

    /// <summary>A night on the mountain: a camera that cools down, a generator, observations, files and their copies.</summary>
    public void Scene()
    {
        var noise = new Random(1);
        DateTime begin = new(2024, 4, 15, 22, 0, 0, DateTimeKind.Utc);
        using DbConnection connection = _database.Connect();
        using DbTransaction transaction = connection.BeginTransaction();
        for (var i = 0; i < 4 * 60 * 60 / 5; i++)
        {
            double temp = -60 + (80 * Math.Exp(-i / 400.0)) + noise.NextDouble();
            string message = string.Create(CultureInfo.InvariantCulture, $$$"""{"tempCtrl": {"temp": {{{temp:0.000}}}, "setpt": -60, "onTarget": {{{(temp < -59 ? "true" : "false")}}}}, "emGain": {{{(i / 300 * 50)}}}, "fps": 1000.5, "amps": [1, 2, 3], "mode": "bin2"}""");
            Insert(transaction, "camsci1", begin.AddSeconds(i * 5), message, "telem_stdcam");
            if (i is < 900 or > 1300)
                Insert(transaction, "fxngen", begin.AddSeconds((i * 5) + 1), string.Create(CultureInfo.InvariantCulture, $$"""{"freq": {{1_000_000 + (200_000 * Math.Sin(i / 150.0)) + (90_000 * noise.NextDouble()):0}}}"""), "telem_fxngen");
        }

        transaction.Commit();
        Observe(begin.AddMinutes(40), begin.AddMinutes(100), "HD 142527");
        Observe(begin.AddMinutes(120), begin.AddMinutes(210), "PDS 70 Halpha");
        foreach (string device in new[] { "fwscind", "stagescibs", "ttmpupil", "dmwoofer" })
            Add(device, begin.AddMinutes(device.Length), """{"preset": 1}""", "telem_stage");
        for (var i = 0; i < 12; i++)
            File(i % 3 == 0 ? "exao2" : "exao1", $"/opt/MagAOX/telem/camsci1_{i}.bintel", 52_428_800 + i, isIngested: i % 4 != 0);
        for (var i = 1; i < 6; i++)
            Replica(i % 3 == 0 ? "exao2" : "exao1", $"/opt/MagAOX/telem/camsci1_{i}.bintel", "corral", 52_428_800 + (i == 4 ? 0 : i));
    }

    /// <summary>Moves the database away.</summary>
    public void TakeAway() => System.IO.File.Move(_folder["telemetry.db"], _folder["away.db"]);

    /// <summary>Moves it back.</summary>
    public void BringBack() => System.IO.File.Move(_folder["away.db"], _folder["telemetry.db"]);

    public void Execute(string sql, params (string Name, object Value)[] parameters)
    {
        using DbConnection connection = _database.Connect();
        Execute(connection, null, sql, parameters);
    }

    private void Insert(DbTransaction transaction, string device, DateTime time, string message, string code) => Execute(
        transaction.Connection!,
        transaction,
        $"INSERT INTO telem (ts, device, msg, ec) VALUES (@ts, @device, {(Url.Kind == DatabaseKind.Sqlite ? "@msg" : "@msg::jsonb")}, @ec)",
        ("@ts", Value(time)),
        ("@device", device),
        ("@msg", message),
        ("@ec", code));

    private static void Execute(DbConnection connection, DbTransaction? transaction, string sql, params (string Name, object Value)[] parameters)
    {
        using DbCommand command = connection.CreateCommand();
        command.Transaction = transaction;
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

    private object Value(DateTime time) => Url.Kind == DatabaseKind.Sqlite ? Text(time) : time;

    private static string Text(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss.ffffff'+00:00'", CultureInfo.InvariantCulture);
}
