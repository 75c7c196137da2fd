using System.Diagnostics;

namespace Catchment.Interop.Tests.Telemetry;

/// <summary>Runs the provisioning script against a server of a test.</summary>
internal static class Provisioning
{
    /// <summary>Runs it; it has to succeed.</summary>
    /// <param name="server">The server.</param>
    /// <param name="tablespace">A folder that the server may write to.</param>
    /// <param name="secret">The password's file.</param>
    internal static void Run(PostgresServer server, string tablespace, string secret)
    {
        var start = new ProcessStartInfo(Path.Combine(CommandLine.Repository, "deploy/postgresql/configure_postgresql.sh"))
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        var isRoot = string.Equals(Environment.UserName, "root", StringComparison.Ordinal);
        foreach (var word in new[]
        {
            "--socket", server.SocketFolder, "--port", $"{server.Port}", "--tablespace", tablespace, "--secret", secret,
            "--superuser", isRoot ? PostgresServer.Superuser : Environment.UserName, "--no-service",
        })
            start.ArgumentList.Add(word);
        start.Environment["PGUSER"] = PostgresServer.Superuser;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, errors.Result);
    }
}
