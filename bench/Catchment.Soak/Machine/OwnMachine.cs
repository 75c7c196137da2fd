using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Catchment.Soak.Machine;

/// <summary>
/// Network and processes of the soak's own: a sink, in which the node, its database and the auditor live, and a field, from which everything is sent, with a line
/// between them that can be cut. The machine's own network is not touched, and with the first process all others end.
/// </summary>
internal sealed class OwnMachine : IDisposable
{
    /// <summary>The node's address on the line.</summary>
    internal const string Sink = "10.77.0.1";

    /// <summary>The senders' address on the line.</summary>
    internal const string Field = "10.77.0.2";

    private const string Inside = "CATCHMENT_SOAK_INSIDE";
    private const string Line = "line";

    private readonly Process _field;

    /// <summary>Makes the field and the line.</summary>
    internal OwnMachine()
    {
        Ip("link", "set", "lo", "up");
        _field = Process.Start(new ProcessStartInfo("unshare", ["--net", "sleep", "infinity"]) { UseShellExecute = false })!;
        if (!SpinWait.SpinUntil(IsApart, Patience.Limit))
            throw new InvalidOperationException("A network namespace cannot be made.");
        Ip("link", "add", Line, "type", "veth", "peer", "name", Line, "netns", $"{_field.Id}");
        Ip("address", "add", $"{Sink}/30", "dev", Line);
        Run(FromField("ip", "address", "add", $"{Field}/30", "dev", Line));
        Run(FromField("ip", "link", "set", "lo", "up"));
        Run(FromField("ip", "link", "set", Line, "up"));
        Join();
    }

    /// <summary>Whether this process is the one inside.</summary>
    internal static bool IsInside => Environment.GetEnvironmentVariable(Inside) is { Length: > 0 };

    /// <summary>Runs the same soak inside; it ends when this process does, or its standard input.</summary>
    internal static int Enter(SoakOptions options)
    {
        Directory.CreateDirectory(options.Folder);
        Run(new ProcessStartInfo("chmod", ["755", options.Folder])); // PostgreSQL is another user.
        string[] root = Environment.UserName == "root" ? [] : ["sudo", "-n"];
        string[] words =
        [
            .. root, "env", $"{Inside}=yes", $"PATH={Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin",
            $"DOTNET_ROOT={Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."))}",
            "unshare", "--net", "--mount", "--mount-proc", "--pid", "--fork", "--kill-child", Environment.ProcessPath!, .. options.Words(),
        ];
        try
        {
            using var inside = Process.Start(new ProcessStartInfo(words[0], words[1..]) { UseShellExecute = false, RedirectStandardInput = true })!;
            inside.WaitForExit();
            return inside.ExitCode;
        }
        finally
        {
            if (!options.Keeps)
                Run(new ProcessStartInfo("rm", ["-rf", "--", options.Folder]), root);
        }
    }

    /// <summary>How a program is started in the field.</summary>
    internal ProcessStartInfo FromField(string program, params IEnumerable<string> words) =>
        new("nsenter", [$"--net=/proc/{_field.Id}/ns/net", "--", program, .. words]) { UseShellExecute = false };

    /// <summary>Cuts the line.</summary>
    internal static void Cut() => Ip("link", "set", Line, "down");

    /// <summary>Joins it again.</summary>
    internal static void Join() => Ip("link", "set", Line, "up");

    /// <inheritdoc/>
    public void Dispose()
    {
        _field.Kill();
        _field.WaitForExit();
        _field.Dispose();
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it wrote.</returns>
    internal static string Run(ProcessStartInfo start, params IReadOnlyList<string> before)
    {
        if (before.Count > 0)
            start = new ProcessStartInfo(before[0], [.. before.Skip(1), start.FileName, .. start.ArgumentList]) { UseShellExecute = false };
        (start.UseShellExecute, start.RedirectStandardOutput, start.RedirectStandardError) = (false, true, true);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{start.FileName} {string.Join(' ', start.ArgumentList)} failed: {errors.GetAwaiter().GetResult()}");
    }

    private static void Ip(params string[] words) => Run(new ProcessStartInfo("ip", words));

    private bool IsApart() => new FileInfo($"/proc/{_field.Id}/ns/net").LinkTarget is { } apart && apart != new FileInfo("/proc/self/ns/net").LinkTarget;
}
