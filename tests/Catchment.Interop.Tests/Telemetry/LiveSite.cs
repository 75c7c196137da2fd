using Catchment.Core.Databases;
using Catchment.Protocols.Flatlogs;

namespace Catchment.Interop.Tests.Telemetry;

/// <summary>A folder with telemetry that is written, a database that is set up, and the real program that follows.</summary>
internal sealed class LiveSite : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private readonly string _host;

    /// <summary>A machine with a database of its own.</summary>
    internal LiveSite(string kind)
        : this("livehost", null, kind)
    {
    }

    /// <summary>A machine with a database that is there.</summary>
    internal LiveSite(string host, string url)
        : this(host, url, "postgresql")
    {
    }

    private LiveSite(string host, string? url, string kind)
    {
        _host = host;
        Url = url ?? NewDatabase(kind);
        Directory.CreateDirectory(Telem);
        File.WriteAllText(this["catchment.yaml"], $"telemetry:\n  hostname: {host}\n  database:\n    url: {Url}\n  data_dirs: [{Telem}]\n  telem_dir: {Telem}\n  proclist: null\n  sleep_interval_sec: 0.05\n");
        SetUp(Url);
    }

    internal string this[string name] => _folder[name];

    internal string Telem => _folder["telem"];

    internal string Url { get; }

    internal string NewDatabase(string kind) =>
        kind == "sqlite" ? $"sqlite:///{this[$"{Guid.NewGuid():N}.db"]}" : PostgresServer.Shared.CreateDatabase($"live_{Guid.NewGuid():N}");

    internal void SetUp(string url) => Do("setup", url);

    /// <summary>A command of xtelemdb.</summary>
    internal void Do(string command, string url) => CommandLine.Run(_folder.FullPath, "xtelemdb", command, $"database.url={url}", $"data_dirs={Telem}", $"hostname={_host}");

    internal ProgramProcess Start() => new(_folder.FullPath, ProgramProcess.Program, ["run", "telemetry", "-c", "catchment.yaml"]);

    internal static List<string> Of(string url, string sql)
    {
        using var database = Database.Open(DatabaseUrl.Parse(url, "/"), new DatabaseOptions { OwnsFile = false });
        using var connection = database.Connect();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the tests' own
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i) is DateTime time ? time.ToString("O") : reader.GetValue(i).ToString())));
        return rows;
    }

    /// <summary>Every row, as any run would leave it.</summary>
    internal static List<string> Rows(string url) => Of(url, "SELECT ts, device, ec, CAST(msg AS text) FROM telem ORDER BY ts, device");

    /// <summary>Every file, as it is now.</summary>
    internal static List<string> Files(string url) => Of(url, "SELECT origin_host, origin_path, size_bytes, modification_time FROM file_origins ORDER BY origin_host, origin_path");

    /// <summary>All files are recorded as they are.</summary>
    internal bool HasFiles() =>
        Of(Url, $"SELECT CAST(coalesce(sum(size_bytes), 0) AS bigint) FROM file_origins WHERE origin_host = '{_host}'")[0] == $"{Directory.GetFiles(Telem).Sum(f => new FileInfo(f).Length)}";

    internal long Count() => long.Parse(Of(Url, "SELECT count(*) FROM telem")[0]);

    internal void Append(string name, ReadOnlySpan<byte> bytes)
    {
        using var file = new FileStream(Path.Combine(Telem, name), FileMode.Append);
        file.Write(bytes);
    }

    /// <summary>Entries without a message, a millisecond apart.</summary>
    internal static byte[] Entries(int count, uint second)
    {
        using var file = new MemoryStream();
        Span<byte> bytes = stackalloc byte[FlatlogHeader.MostLength];
        for (var i = 0; i < count; i++)
        {
            var header = FlatlogHeader.Create(64, 1001, second, (uint)i * 1_000_000, 0);
            header.Write(bytes);
            file.Write(bytes[..header.Length]);
        }

        return file.ToArray();
    }

    public void Dispose() => _folder.Dispose();
}
