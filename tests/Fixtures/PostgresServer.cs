using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Catchment.Fixtures;

/// <summary>
/// A real PostgreSQL server with a cluster of its own below a temporary folder: on loopback and a Unix socket, every role let in
/// without a password. Other clusters of the machine do not matter. It ends with the test process, however that ends.
/// </summary>
internal sealed partial class PostgresServer : IDisposable
{
    /// <summary>The role that owns the cluster.</summary>
    public const string Superuser = "postgres";

    private const int Kill9 = 9;
    private const int FastShutdown = 2; // SIGINT
    private const int ImmediateShutdown = 3; // SIGQUIT
    private const int Resume = 18;
    private const int Suspend = 19;
    private const int FirstPort = 15_000; // below the ports that the system hands out, so that nobody takes it during a restart
    private const int LastPort = 30_000;

    private static readonly string Binaries = NewestBinaries();
    private static readonly Lazy<PostgresFolder> Template = new(MakeTemplate);
    private static readonly Lazy<PostgresServer> SharedServer = new(static () => Start());

    private readonly PostgresFolder _folder;
    private readonly bool _isSynced;
    private readonly List<string> _log = [];
    private int _process; // its id while it runs
    private Thread? _reader;

    private PostgresServer(PostgresFolder folder, bool isSynced)
    {
        _folder = folder;
        _isSynced = isSynced;
    }

    /// <summary>One server for all tests of the assembly; each makes a database of its own in it, and none stops it.</summary>
    public static PostgresServer Shared => SharedServer.Value;

    /// <summary>The port on 127.0.0.1; the same after a restart.</summary>
    public int Port { get; private set; }

    /// <summary>The folder of the Unix socket.</summary>
    public string SocketFolder => _folder["socket"];

    /// <summary>The database <c>postgres</c>, as superuser.</summary>
    public string Url => UrlOf("postgres");

    /// <summary>Starts a server that a test may stop, kill and pause.</summary>
    /// <param name="isSynced">Whether it flushes to the medium, as a server in use does.</param>
    public static PostgresServer Start(bool isSynced = false)
    {
        var server = new PostgresServer(new PostgresFolder(), isSynced);
        try
        {
            PostgresFolder.Run("/bin/cp", "-a", Template.Value["data"], server._folder["data"]);
            PostgresFolder.Run("/bin/mkdir", server.SocketFolder);
            server.StartOnFreePort();
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>The URL of a database.</summary>
    /// <param name="database">Its name.</param>
    /// <param name="role">Who connects.</param>
    public string UrlOf(string database, string role = Superuser) => $"postgresql://{role}@127.0.0.1:{Port}/{database}";

    /// <summary>Makes an empty database.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Its URL, as superuser.</returns>
    public string CreateDatabase(string name)
    {
        Execute($"CREATE DATABASE \"{name}\"");
        return UrlOf(name);
    }

    /// <summary>Executes SQL as superuser, by psql.</summary>
    /// <param name="sql">Statements.</param>
    /// <param name="database">In which database.</param>
    /// <returns>The values, columns with | between.</returns>
    public string Execute(string sql, string database = "postgres") =>
        PostgresFolder.Run(Path.Combine(Binaries, "psql"), "-XAtq", "-v", "ON_ERROR_STOP=1", "-h", SocketFolder, "-p", Text(Port), "-U", Superuser, "-d", database, "-c", sql).Trim();

    /// <summary>Starts it again, on the same port.</summary>
    public void Start()
    {
        if (!TryStart())
            throw new InvalidOperationException("PostgreSQL did not start: " + Log());
    }

    /// <summary>Shuts it down: sessions are told and closed (57P01).</summary>
    public void Stop() => End(FastShutdown);

    /// <summary>Shuts it down and starts it again.</summary>
    public void Restart()
    {
        Stop();
        Start();
    }

    /// <summary>Shuts it down in its immediate mode: sessions are broken off, nothing is written, the next start recovers.</summary>
    public void StopAtOnce() => End(ImmediateShutdown);

    /// <summary>Ends it and every session at once, as a power cut would; the next start recovers.</summary>
    public void Kill() => End(Kill9);

    /// <summary>Makes it and every session stand still: connections are taken by the system, and nobody answers.</summary>
    public void Pause() => SignalAll(Suspend);

    /// <summary>Lets it go on after <see cref="Pause"/>.</summary>
    public void Continue() => SignalAll(Resume);

    /// <summary>Says who is let in, and how, from the next start on.</summary>
    /// <param name="lines">The lines of <c>pg_hba.conf</c>.</param>
    public void LetInAfterRestart(params string[] lines) => File.WriteAllLines(_folder["data/pg_hba.conf"], lines);

    /// <summary>Removes the cluster that all servers are copied from, for a process whose keepers end with it.</summary>
    public static void RemoveTemplate()
    {
        if (Template.IsValueCreated)
            Template.Value.Dispose();
    }

    /// <summary>Ends it and removes its folder.</summary>
    public void Dispose() => _folder.Dispose();

    private static PostgresFolder MakeTemplate()
    {
        var folder = new PostgresFolder();
        PostgresFolder.Run(
            Path.Combine(Binaries, "initdb"), "-D", folder["data"], "-U", Superuser, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions");
        return folder;
    }

    private static string NewestBinaries() =>
        Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(static folder => int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture))
            .Select(static folder => Path.Combine(folder, "bin")).First(static folder => File.Exists(Path.Combine(folder, "postgres")));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private void StartOnFreePort()
    {
        for (var attempt = 0; attempt < 20; attempt++)
        {
            Port = Random.Shared.Next(FirstPort, LastPort);
            if (IsFree(Port) && TryStart())
                return;
        }

        throw new InvalidOperationException("PostgreSQL did not start: " + Log());
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false; // that is the answer
        }
    }

    private bool TryStart()
    {
        TaskCompletionSource<bool> ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _reader = new Thread(() => RunServer(ready)) { IsBackground = true, Name = "postgres" };
        _reader.Start();
        return ready.Task.InTimeAsync().GetAwaiter().GetResult();
    }

    private void RunServer(TaskCompletionSource<bool> ready)
    {
        string[] settings =
        [
            "listen_addresses=127.0.0.1", $"port={Port}", $"unix_socket_directories={SocketFolder}", "max_connections=60",
            "shared_buffers=16MB", "dynamic_shared_memory_type=mmap", "wal_level=minimal", "max_wal_senders=0", "lc_messages=C",
            .. _isSynced ? Array.Empty<string>() : ["fsync=off", "full_page_writes=off"],
        ];
        try
        {
            using var process = Process.Start(PostgresFolder.AsOwner(
                Path.Combine(Binaries, "postgres"), ["-D", _folder["data"], .. settings.SelectMany(static setting => new[] { "-c", setting })]))!;
            _process = process.Id;
            while (process.StandardError.ReadLine() is { } line)
            {
                lock (_log)
                    _log.Add(line);
                if (line.Contains("database system is ready to accept connections", StringComparison.Ordinal))
                    ready.TrySetResult(true);
            }

            process.WaitForExit();
            ready.TrySetResult(false);
        }
        catch (Exception e)
        {
            ready.TrySetException(e);
        }
    }

    private void End(int signal)
    {
        var processes = All();
        foreach (var process in signal == Kill9 ? processes : processes[..1])
            _ = Signal(process, signal);

        // The reader ends when the process is reaped: as long as it has an id, the next start takes it for a running server.
        if (!_reader!.Join(Patience.Limit) || !SpinWait.SpinUntil(() => !processes.Any(IsAlive), Patience.Limit))
            throw new InvalidOperationException("PostgreSQL did not end: " + Log());
    }

    private void SignalAll(int signal)
    {
        foreach (var process in All())
            _ = Signal(process, signal);
    }

    /// <summary>The server's process, first, and those of its sessions and helpers.</summary>
    private List<int> All()
    {
        var server = _process;
        return [server, .. Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(static name => char.IsAsciiDigit(name![0]))
            .Select(static name => int.Parse(name!, CultureInfo.InvariantCulture)).Where(process => Stat(process) is { } stat && stat.Parent == server)];
    }

    private static bool IsAlive(int process) => Stat(process) is { State: not "Z" };

    private static (string State, int Parent)? Stat(int process)
    {
        try
        {
            var match = StatLine().Match(File.ReadAllText($"/proc/{process}/stat"));
            return (match.Groups["state"].Value, int.Parse(match.Groups["parent"].Value, CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            return null; // it has ended
        }
    }

    private string Log()
    {
        lock (_log)
            return string.Join('\n', _log.TakeLast(20));
    }

    // "123 (name with ) and spaces) S 1 …"
    [GeneratedRegex(@"^\d+ \(.*\) (?<state>\S) (?<parent>\d+) ", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex StatLine();

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Signal(int process, int signal);
}
