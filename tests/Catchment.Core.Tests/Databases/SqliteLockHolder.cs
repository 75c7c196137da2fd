using System.Diagnostics;

namespace Catchment.Core.Tests.Databases;

/// <summary>Another process, another program, that has the write lock on an SQLite file until it is disposed.</summary>
internal sealed class SqliteLockHolder : IDisposable
{
    private const string Script = """
        import sqlite3, sys
        connection = sqlite3.connect(sys.argv[1], isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        print("locked", flush=True)
        sys.stdin.read()
        """;

    private readonly Process _process;

    public SqliteLockHolder(string path)
    {
        _process = Process.Start(new ProcessStartInfo("/usr/bin/python3")
        {
            ArgumentList = { "-c", Script, path },
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        _process.StandardOutput.ReadLine().ShouldBe("locked");
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
