using System.Data.Common;
using Catchment.Core.Databases;

namespace Catchment.Interop.Tests.Files;

/// <summary>A site of the endpoint manager: folders, endmgr's files, the link <c>endmgr</c>, and a database.</summary>
public sealed class EndpointSite : IDisposable
{
    private readonly TemporaryFolder _root = new();
    private readonly string _url;

    /// <summary>Makes a site.</summary>
    /// <param name="kind"><c>sqlite</c> or <c>postgresql</c>.</param>
    /// <param name="url">Where the database is; null: a fresh one.</param>
    public EndpointSite(string kind, string? url = null)
    {
        _url = url ?? (kind == "sqlite" ? "sqlite:///" + _root["files.db"] : PostgresServer.Shared.CreateDatabase("files_" + Guid.NewGuid().ToString("N")));
        foreach (var folder in new[] { "buffer", "storage", "conf" })
            Directory.CreateDirectory(_root[folder]);
        File.CreateSymbolicLink(Link, ProgramProcess.Program);
    }

    /// <summary>The link by whose name the program behaves as endmgr.</summary>
    public string Link => _root["endmgr"];

    /// <summary>Where files arrive.</summary>
    public string Buffer => _root["buffer"];

    /// <summary>Where tracked files are.</summary>
    public string Storage => _root["storage"];

    /// <summary>Where endmgr's files are, and the working folder.</summary>
    public string Conf => _root["conf"];

    /// <summary>A path of the site.</summary>
    public string this[string path] => _root[path];

    public void Dispose() => _root.Dispose();

    /// <summary>Lets a file arrive: whole at once, by rename.</summary>
    /// <param name="path">Where, below the folder in which files arrive.</param>
    /// <param name="text">What is in it.</param>
    public void Arrive(string path, string text)
    {
        var target = Path.Combine(Buffer, path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.WriteAllText(_root["arriving"], text);
        File.Move(_root["arriving"], target);
    }

    /// <summary>Writes a file of endmgr.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="sections">What follows the section <c>database</c>; <c>BUFFER</c> and <c>STORAGE</c> stand for the folders.</param>
    public string Write(string name, string sections)
    {
        File.WriteAllText(
            Path.Combine(Conf, name),
            $"database:\n  engine: \"{_url}\"\n  tablenames:\n    file: {{table: files}}\n    event: {{table: gen2_file_events}}\n"
            + sections.Replace("BUFFER", Buffer, StringComparison.Ordinal).Replace("STORAGE", Storage, StringComparison.Ordinal));
        return name;
    }

    /// <summary>The finder's file as the user guide has it, with what a test needs quicker.</summary>
    public string WriteFinder(string extra = "  pause: 0\n  settle: 0\n") => Write(
        "finder.yaml", "finder:\n  source: BUFFER\n  storage: STORAGE\n  actions: {standard: Move, alternative: Delete}\n  search: {method: scan}\n" + extra);

    /// <summary>Makes the tables.</summary>
    public void SetUp(string file = "ingester.yaml") => CommandLine.Run(Conf, "files", "setup", file);

    /// <summary>Starts a component by the link.</summary>
    public ProgramProcess Start(string component, string file) => new(Conf, Link, [component, "start", "--no-dump", file]);

    /// <summary>Runs a component to its end.</summary>
    public (int ExitCode, string Errors) Run(string component, string command, params string[] words)
    {
        using var process = new ProgramProcess(Conf, Link, [component, command, .. words]);
        return process.WaitForEnd();
    }

    /// <summary>Runs a statement beside the program, as an operator does.</summary>
    /// <returns>Its rows, each value as text.</returns>
    public IReadOnlyList<string[]> Sql(string statement)
    {
        using var database = Database.Open(DatabaseUrl.Parse(_url, "/"), new DatabaseOptions { OwnsFile = false });
        using var connection = database.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        using var reader = command.ExecuteReader();
        var rows = new List<string[]>();
        while (reader.Read())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => Text(reader, i))]);
        return rows;
    }

    /// <summary>Files below a folder, by path relative to it.</summary>
    public static string[] Tree(string folder) =>
        [.. Directory.GetFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }).Select(f => Path.GetRelativePath(folder, f))];

    private static string Text(DbDataReader reader, int column) => reader.IsDBNull(column) ? "" : Convert.ToString(reader.GetValue(column), System.Globalization.CultureInfo.InvariantCulture)!;
}
