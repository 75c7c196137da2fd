using System.Diagnostics;

namespace Catchment.Soak.Machine;

/// <summary>Folders, databases and configuration of a node that does everything.</summary>
internal sealed class SoakSite : IDisposable
{
    private const string Catalog = "catalog";
    private const string FilesDatabase = "files";
    private const string TelemetryDatabase = "telemetry";

    private readonly string _root;

    /// <summary>Makes them.</summary>
    internal SoakSite(string root)
    {
        _root = root;
        foreach (var folder in new[] { "buffer", "storage", "telem", "data" })
            Directory.CreateDirectory(this[folder]);
        foreach (var database in new[] { Catalog, FilesDatabase, TelemetryDatabase })
            Postgres.CreateDatabase(database);
        File.WriteAllText(this["attempts"], "");
        File.WriteAllText(Configuration, Text());
        Parallel.Invoke(
            () => Do("files", "setup", Configuration),
            () => Do("xtelemdb", "setup", $"database.url={Postgres.UrlOf(TelemetryDatabase)}", $"data_dirs={this["telem"]}", "hostname=soak"));
    }

    /// <summary>The program.</summary>
    internal static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "Catchment");

    /// <summary>The database server; it flushes nothing, as no power is cut.</summary>
    internal PostgresServer Postgres { get; } = PostgresServer.Start();

    internal string Configuration => this["catchment.yaml"];

    internal string Journal => this["demo.jsonl"];

    internal string TagJournal => this["tags.jsonl"];

    internal string Socket => this["gateway.sock"];

    internal static string Web => "http://127.0.0.1:8088";

    internal static string Gateway => $"http://{OwnMachine.Sink}:8080";

    internal static string Polled => $"http://{OwnMachine.Field}:15080/deploy/api/io/polled-values";

    internal string this[string name] => Path.Combine(_root, name);

    /// <summary>Asks the database of files.</summary>
    internal string[] Files(string sql) => Lines(Postgres.Execute(sql, FilesDatabase));

    /// <summary>Asks the telemetry's database.</summary>
    internal string[] Telemetry(string sql) => Lines(Postgres.Execute(sql, TelemetryDatabase));

    /// <summary>Runs a command of the program to its end.</summary>
    internal string Do(params string[] words) => OwnMachine.Run(new ProcessStartInfo(Program, words) { WorkingDirectory = _root });

    public void Dispose()
    {
        Postgres.Dispose();
        PostgresServer.RemoveTemplate(); // the first process of its namespace takes all others with it, keepers too
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private string Text() => $$"""
        node: soak
        data_directory: {{this["data"]}}
        database: { url: "{{Postgres.UrlOf(Catalog)}}" }
        web: { listen: "{{Web}}" }
        hub: { listen: "tcp://{{OwnMachine.Sink}}:5555" }
        watcher: { listen: ["tcp://{{OwnMachine.Sink}}:5566"], pre_roll: 10 s }
        pump: { listen: ["tcp://127.0.0.1:5556"] }
        files:
          database:
            engine: "{{Postgres.UrlOf(FilesDatabase)}}"
            tablenames: { file: { table: files }, event: { table: file_events } }
          finder:
            source: {{this["buffer"]}}
            storage: {{this["storage"]}}
            actions: { standard: Move, alternative: Delete }
            search: { method: scan, exclude_list: ['\.tmp$'] }
          ingester:
            storage: {{this["storage"]}}
            plugin:
              name: ExecIngest
              config: { command: [/bin/sh, -c, 'echo "$1" >> {{this["attempts"]}}', sh, '{path}'] }
        telemetry:
          hostname: soak
          database: { url: "{{Postgres.UrlOf(TelemetryDatabase)}}" }
          data_dirs: [{{this["telem"]}}]
          telem_dir: {{this["telem"]}}
          proclist: null
        gateway:
          http: { listen: ["{{Gateway}}"] }
          ipc: { socket_path: {{Socket}} }
          store: { record: { "soak.*": { } } }
          poller: { config: {{this["poller.yaml"]}} }
        sync: { polling_url: "{{Polled}}", key_format: "copy/{device}/{tag}", refresh_seconds: 5 }
        """;
}
