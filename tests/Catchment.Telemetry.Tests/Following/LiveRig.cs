using Catchment.Core.Databases;
using Catchment.Core.Diagnostics;
using Catchment.Telemetry.Following;
using Catchment.Telemetry.Inventory;
using Catchment.Telemetry.Schema;
using Catchment.Telemetry.Settings;
using Catchment.Telemetry.Tests.Schema;

namespace Catchment.Telemetry.Tests.Following;

/// <summary>A folder with data folders, a database, and the live process over both. It runs by the real clock; tests wait for its moments.</summary>
internal sealed class LiveRig : IDisposable
{
    internal const string Host = "livehost";

    private readonly TemporaryFolder _folder = new();
    private readonly TestDatabase? _owned;
    private readonly SemaphoreSlim _moved = new(0);
    private readonly NodeMetrics _node;
    private CancellationTokenSource _stop = new();
    private Task _run = Task.CompletedTask;

    internal LiveRig(DatabaseKind kind)
        : this((new TestDatabase(kind), null))
    {
    }

    internal LiveRig(DatabaseUrl url)
        : this((null, url))
    {
    }

    private LiveRig((TestDatabase? Owned, DatabaseUrl? Url) database)
    {
        _owned = database.Owned;
        Url = database.Url ?? _owned!.Url;
        _node = new NodeMetrics(TimeProvider.System, "1");
        Metrics = new TelemetryMetrics(_node, TimeProvider.System);
        Context = new LiveContext(TimeProvider.System) { Degraded = _ => _moved.Release() };
        DataDirs = [Telem];
        Directory.CreateDirectory(Telem);
        Directory.CreateDirectory(_folder["state"]);
    }

    internal DatabaseUrl Url { get; }

    internal TestDatabase Database => _owned!;

    internal LiveContext Context { get; }

    internal TelemetryMetrics Metrics { get; }

    internal string Telem => _folder["telem"];

    internal string this[string name] => _folder[name];

    internal IReadOnlyList<string> DataDirs { get; set; }

    /// <summary>What others record.</summary>
    internal TelemetrySink Sink { get; } = new();

    internal string? ProcList { get; set; }

    internal IReadOnlyList<string> Own { get; set; } = [];

    internal TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(0.02);

    /// <summary>Told of each moment, in the service's thread.</summary>
    internal Action<LiveMoment> Reached { get; set; } = _ => { };

    /// <summary>Told of each turn of a device, in the service's thread.</summary>
    internal Action<string> Read { get; set; } = _ => { };

    internal List<InventoryReport> Inventories { get; } = [];

    /// <summary>Starts the process; the task ends when it does.</summary>
    internal Task Start()
    {
        var settings = new LiveSettings
        {
            Telemetry = new TelemetrySettings { Database = Url, Hostname = Host, DataDirs = DataDirs },
            TelemDir = Telem,
            ProcessList = ProcList,
            Interval = Interval,
            Own = Own,
        };
        var service = new TelemetryService(settings, _folder["state"], Metrics)
        {
            Sink = Sink,
            Witness = new LiveWitness
            {
                Reached = moment =>
                {
                    Reached(moment);
                    _moved.Release();
                },
                Read = device => Read(device),
                Inventoried = report =>
                {
                    lock (Inventories)
                        Inventories.Add(report);
                    _moved.Release();
                },
            },
        };
        _stop = new CancellationTokenSource();
        return _run = Task.Factory.StartNew(() => service.RunAsync(Context, _stop.Token).GetAwaiter().GetResult(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    internal Task StopAsync()
    {
        _stop.Cancel();
        return _run.InTimeAsync();
    }

    /// <summary>Waits for a condition, looking at it after each moment of the process.</summary>
    internal async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            var moved = _moved.WaitAsync(Patience.Limit);
            if (await Task.WhenAny(moved, _run) == _run && !condition())
                await _run; // It has failed.
            (await moved).ShouldBeTrue("the process stands still");
        }
    }

    internal Task InventoriedAsync(int count = 1) => UntilAsync(() =>
    {
        lock (Inventories)
            return Inventories.Count >= count;
    });

    internal void Append(string name, ReadOnlySpan<byte> bytes)
    {
        using var file = new FileStream(Path.Combine(Telem, name), FileMode.Append);
        file.Write(bytes);
    }

    /// <summary>All rows: time, device, event code, message.</summary>
    internal List<string> Rows() => Of($"SELECT ts, device, prio, ec, {(Url.Kind == DatabaseKind.Sqlite ? "msg" : "msg::text")} FROM telem ORDER BY ts, device");

    /// <summary>The recorded files: path below the rig's folder, time of modification, size.</summary>
    internal List<string> Files() => [.. Of("SELECT origin_path, modification_time, size_bytes FROM file_origins ORDER BY origin_path").Select(r => r.Replace(_folder.FullPath + "/", ""))];

    internal List<string> Of(string sql)
    {
        using var database = Core.Databases.Database.Open(Url, new DatabaseOptions { OwnsFile = false });
        using var connection = database.Connect();
        using var command = connection.Command(sql);
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i) switch { DBNull => "NULL", DateTime time => Instant.Text(Instant.Of(time)), var value => value.ToString() })));
        return rows;
    }

    public void Dispose()
    {
        _stop.Cancel();
        _ = Task.WhenAny(_run).InTimeAsync().GetAwaiter().GetResult();
        Sink.Dispose();
        _node.Dispose();
        _owned?.Dispose();
        _folder.Dispose();
    }
}
