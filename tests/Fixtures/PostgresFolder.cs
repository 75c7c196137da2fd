using System.Diagnostics;

namespace Catchment.Fixtures;

/// <summary>
/// A temporary folder of the user that PostgreSQL runs as (root: <c>postgres</c>, as the server refuses to run as root). A keeper
/// process ends what runs in it and removes it as soon as the test process is done with it or is gone, however it went.
/// </summary>
internal sealed class PostgresFolder : IDisposable
{
    // A server and its sessions have their data folder as working folder. Standard input ends with the test process.
    private const string Keeper = """
        trap '' HUP INT PIPE TERM
        exec >/dev/null 2>&1
        cat
        users() {
            for process in /proc/[0-9]*; do
                case $(readlink "$process/cwd") in "$1"/*) echo "${process#/proc/}" ;; esac
            done
        }
        for signal in QUIT CONT; do kill -s $signal $(users "$1"); done
        for wait in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
            [ -z "$(users "$1")" ] && break
            sleep 0.1
        done
        kill -s KILL $(users "$1")
        rm -rf -- "$1"
        """;

    private static readonly bool IsRoot = string.Equals(Environment.UserName, "root", StringComparison.Ordinal);

    private readonly Process _keeper;

    public PostgresFolder()
    {
        // Root's own temporary folder may be closed to others.
        FullPath = Path.Combine(IsRoot ? "/tmp" : Path.GetTempPath(), "catchment-postgres-" + Path.GetRandomFileName());
        Run("/bin/mkdir", "-m", "0700", FullPath);
        _keeper = Process.Start(AsOwner("/bin/sh", "-c", Keeper, "keeper", FullPath))!;
        _keeper.BeginOutputReadLine();
        _keeper.BeginErrorReadLine();
    }

    public string FullPath { get; }

    public string this[string name] => Path.Combine(FullPath, name);

    /// <summary>Runs a program as the folder's owner to its end.</summary>
    /// <returns>What it wrote.</returns>
    public static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(AsOwner(program, arguments))!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{Path.GetFileName(program)} failed: {errors.GetAwaiter().GetResult()}");
    }

    /// <summary>How a program is started as the folder's owner. Its process is the program's own, so that its id is.</summary>
    public static ProcessStartInfo AsOwner(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(IsRoot ? "/usr/bin/setpriv" : program)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        string[] words = IsRoot ? ["--reuid=postgres", "--regid=postgres", "--init-groups", program, .. arguments] : arguments;
        foreach (var word in words)
            start.ArgumentList.Add(word);
        foreach (var name in start.Environment.Keys.Where(static name => name.StartsWith("PG", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        start.Environment["LC_ALL"] = "C";
        return start;
    }

    public void Dispose()
    {
        _keeper.StandardInput.Close();
        _keeper.WaitForExit();
        _keeper.Dispose();
    }
}
