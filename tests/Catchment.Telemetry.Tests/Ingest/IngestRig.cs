using Catchment.Core.Databases;
using Catchment.Telemetry.Ingest;
using Catchment.Telemetry.Inventory;
using Catchment.Telemetry.Schema;
using Catchment.Telemetry.Settings;
using Catchment.Telemetry.Tests.Schema;

namespace Catchment.Telemetry.Tests.Ingest;

/// <summary>A folder with telemetry files, and a database that they are read into.</summary>
internal sealed class IngestRig : IDisposable
{
    internal const string Host = "vectorhost";

    private readonly TemporaryFolder _folder = new();

    internal IngestRig(DatabaseKind kind) => Database = new TestDatabase(kind);

    internal TestDatabase Database { get; }

    internal RecordedLog Log { get; } = new();

    internal string this[string name] => _folder[name];

    /// <summary>How further runs are to be.</summary>
    internal Func<TelemetrySettings, TelemetrySettings> With { get; set; } = static s => s;

    internal void Copy(string vector) => File.Copy(Vectors.PathOf(vector), this[Path.GetFileName(vector)]);

    internal InventoryReport Inventory()
    {
        using var database = TelemetryDatabase.Open(Database.Url);
        return new InventoryRun(Settings(), database, TimeProvider.System, Log).Run(progress: null, CancellationToken.None);
    }

    internal BackfillReport Backfill(IProgress<BackfillProgress>? progress = null, CancellationToken cancellation = default)
    {
        using var database = TelemetryDatabase.Open(Database.Url);
        return new BackfillRun(Settings(), database, TimeProvider.System, Log).Run(progress, cancellation);
    }

    /// <summary>Inventory, then backfill.</summary>
    internal BackfillReport Read()
    {
        Inventory();
        return Backfill();
    }

    /// <summary>The rows of a device: time, event code, message.</summary>
    internal List<string> Rows(string device) => Database.Rows($"SELECT ts, ec, {MessageText} FROM telem WHERE device = '{device}' ORDER BY ts");

    /// <summary>All tables but the time of reading, for comparisons.</summary>
    internal string Everything() => string.Join('\n', (string[])[
        .. Database.Rows($"SELECT ts, device, prio, ec, {MessageText} FROM telem ORDER BY ts, device"),
        .. Database.Rows("SELECT ts, device, origin_path FROM file_ingest_times ORDER BY ts, device"),
        .. Database.Rows("SELECT origin_path, modification_time, size_bytes FROM file_origins ORDER BY origin_path")]);

    internal List<string> Records() => Database.Rows("SELECT ts, device, origin_host, origin_path FROM file_ingest_times ORDER BY device, ts");

    internal void Write(string name, byte[] content) => File.WriteAllBytes(this[name], content);

    public void Dispose()
    {
        Database.Dispose();
        _folder.Dispose();
    }

    private string MessageText => Database.Url.Kind == DatabaseKind.Sqlite ? "msg" : "msg::text";

    private TelemetrySettings Settings() => With(new TelemetrySettings { Database = Database.Url, Hostname = Host, DataDirs = [_folder.FullPath] });
}
