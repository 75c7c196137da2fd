using Catchment.Core.Databases;
using Catchment.Telemetry.Inventory;
using Catchment.Telemetry.Replicas;
using Catchment.Telemetry.Replicas.Copying;
using Catchment.Telemetry.Replicas.Scanning;
using Catchment.Telemetry.Replicas.Verifying;
using Catchment.Telemetry.Schema;
using Catchment.Telemetry.Settings;
using Catchment.Telemetry.Tests.Schema;

namespace Catchment.Telemetry.Tests.Replicas;

/// <summary>A computer with files in <c>data</c>, a volume in <c>drive</c>, and a database.</summary>
internal sealed class ReplicaRig : IDisposable
{
    internal const string Host = "exao1";

    private static readonly DateTime Night = new DateTime(2024, 4, 15, 22, 30, 0, DateTimeKind.Utc).AddMicroseconds(123_456);

    private readonly TemporaryFolder _folder = new();

    internal ReplicaRig(DatabaseKind kind)
    {
        Tables = new TestDatabase(kind);
        Database = TelemetryDatabase.Open(Tables.Url, connections: 4);
        Directory.CreateDirectory(this["data"]);
        Directory.CreateDirectory(this["drive"]);
        Settings = new TelemetrySettings
        {
            Database = Tables.Url,
            Hostname = Host,
            DataDirs = [this["data"]],
            Replicas = new ReplicaSettings { Hostname = "shelf", Maps = new ReplicaMaps([ReplicaMap.Parse($"{this["drive"]}/telem={Host}:{this["data"]}", "/")]) },
        };
    }

    internal TestDatabase Tables { get; }

    internal TelemetryDatabase Database { get; }

    internal TelemetrySettings Settings { get; set; }

    internal RecordedLog Log { get; } = new();

    internal string this[string name] => _folder[name];

    /// <summary>Writes a file below the rig's folder, a number of seconds after the night began.</summary>
    internal void Write(string name, string content, double seconds = 0)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        File.WriteAllText(this[name], content);
        File.SetLastWriteTimeUtc(this[name], Night.AddSeconds(seconds));
    }

    /// <summary>Writes an original, and a copy of it that keeps its time.</summary>
    internal void WriteBoth(string name, string content, double seconds = 0)
    {
        Write("data/" + name, content, seconds);
        Write("drive/telem/" + name, content, seconds);
    }

    internal InventoryReport Inventory(bool isRescan = false) => new InventoryRun(Settings with { RescanChanged = isRescan }, Database, TimeProvider.System, Log).Run(progress: null, default);

    internal ReplicaScanReport Scan(bool compares = false, bool addsOriginals = false) =>
        new ReplicaScan(Settings, Database, TimeProvider.System, Log) { Compares = compares, AddsOriginals = addsOriginals }.Run([this["drive"]], progress: null, default);

    internal (VerificationReport Report, List<string> Found) Verify(bool compares = false, bool forgets = false, params string[] volumes)
    {
        var found = new List<string>();
        var report = new ReplicaVerification(Settings, Database, TimeProvider.System, Log) { Compares = compares, Forgets = forgets }
            .Run([.. volumes.Select(v => this[v])], f => found.Add($"{f.Fault} {Path.GetFileName(f.Path)}"), progress: null, default);
        return (report, found);
    }

    internal CopyReport Copy(string target = "drive", TimeProvider? clock = null, long? rate = null, CancellationToken stop = default) =>
        new ReplicaCopy(Settings, Database, clock ?? TimeProvider.System, Log) { BytesPerSecond = rate }.Run(this[target], new TelemetryReplicaOptions(), progress: null, stop);

    /// <summary>Copies and their states, by name.</summary>
    internal List<string> States() =>
        [.. new ReplicaQueries(Database, null).Entries(new ReplicaFilter(), default).Select(static e => $"{Path.GetFileName(e.OriginPath)} {e.State}")];

    /// <summary>The rows as they are, paths below the rig's folder.</summary>
    internal List<string> Rows() =>
        [.. Tables.Rows("SELECT origin_host, origin_path, hostname, replica_path, origin_modification_time, size_bytes FROM file_replicas ORDER BY origin_path, replica_path").Select(r => r.Replace(_folder.FullPath, "~"))];

    public void Dispose()
    {
        Database.Dispose();
        Tables.Dispose();
        _folder.Dispose();
    }
}
