using System.Diagnostics;
using Catchment.Interop.Tests.Telemetry;

namespace Catchment.Interop.Tests.Documents;

/// <summary>A shell in which lines of the original's document are typed: <c>xtelemdb</c>, <c>psql</c>, and <c>sudo</c> that only chooses the role.</summary>
/// <param name="folder">The working folder, and that of the links.</param>
/// <param name="server">The server that <c>psql</c> and <c>xtelemdb</c> find; null: none.</param>
/// <param name="role">Who types.</param>
internal sealed class TelemetryShell(TelemetryFolder folder, PostgresServer? server, string role)
{
    private const string Sudo = "sudo() ( export PGUSER=\"$2\"; shift 2; \"$@\" )\n";

    /// <summary>Types a line that has to succeed.</summary>
    /// <param name="line">The line.</param>
    /// <param name="input">What is typed at the prompt of the program that it starts.</param>
    /// <returns>What it printed, its errors behind.</returns>
    internal string Type(string line, string input = "") => Type(line, 0, input);

    /// <summary>Types a line.</summary>
    internal string Type(string line, int status, string input = "")
    {
        var start = new ProcessStartInfo("/bin/bash", ["-c", Sudo + line])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.Root.FullPath,
        };
        foreach (var name in start.Environment.Keys.Where(static name => name.StartsWith("PG", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        start.Environment["PATH"] = $"{folder.Programs}:{start.Environment["PATH"]}";
        start.Environment["LC_ALL"] = "C";
        start.Environment["PGUSER"] = role;
        if (server is not null)
        {
            start.Environment["PGHOST"] = server.SocketFolder;
            start.Environment["PGPORT"] = $"{server.Port}";
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(status, $"{line}: {errors.Result}");
        return output + errors.Result;
    }
}
