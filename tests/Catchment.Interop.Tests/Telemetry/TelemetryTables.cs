using Catchment.Core.Databases;
using Catchment.Telemetry.Schema;
using Catchment.Telemetry.Tests.Schema;

namespace Catchment.Interop.Tests.Telemetry;

/// <summary>The tables of telemetry, read as anybody may read them.</summary>
/// <param name="url">Where they are.</param>
internal sealed class TelemetryTables(string url)
{
    private readonly DatabaseUrl _url = DatabaseUrl.Parse(url, "/");

    /// <summary>Where they are.</summary>
    internal string Url => url;

    private string Message => _url.Kind == DatabaseKind.Sqlite ? "msg" : "msg::text";

    /// <summary>A database that is there, empty, with its tables.</summary>
    internal static TelemetryTables New(string kind, TemporaryFolder folder)
    {
        var name = $"telemetry_{Guid.NewGuid():N}";
        var tables = new TelemetryTables(kind == "sqlite" ? $"sqlite:///{folder[name]}.db" : PostgresServer.Shared.CreateDatabase(name));
        tables.SetUp();
        return tables;
    }

    internal void SetUp() => TelemetrySetup.Run(_url);

    /// <summary>Everything but when it was read.</summary>
    internal List<string> Everything() =>
    [
        .. Rows($"SELECT ts, device, prio, ec, {Message} FROM telem ORDER BY ts, device"),
        .. Rows("SELECT ts, device, origin_host, origin_path FROM file_ingest_times ORDER BY device, ts"),
        .. Origins(),
    ];

    internal List<string> Origins() => Rows("SELECT origin_host, origin_path, modification_time, creation_time, size_bytes FROM file_origins ORDER BY origin_host, origin_path");

    internal long Count(string what) => long.Parse(Rows($"SELECT count(*) FROM {what}").Single());

    /// <summary>Rows, their values as texts with a bar between them.</summary>
    internal List<string> Rows(string sql) => SqlRows.Of(_url, sql);
}
