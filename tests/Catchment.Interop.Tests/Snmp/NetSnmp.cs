using System.Diagnostics;

namespace Catchment.Interop.Tests.Snmp;

/// <summary>The programs of net-snmp, each with a folder of its own for what it keeps.</summary>
internal sealed class NetSnmp : IDisposable
{
    public const string AuthenticationPassword = "maplesyrup";
    public const string PrivacyPassword = "mapletreesyrup";

    private readonly TemporaryFolder _folder = new();

    /// <summary>The folder.</summary>
    public string Folder => _folder.FullPath;

    /// <summary>Runs a program to its end.</summary>
    /// <returns>Whether it succeeded, its lines, and what it complained of.</returns>
    public (bool Done, string[] Lines, string Errors) Run(string program, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(Command($"/usr/bin/{program}", arguments))!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit(Patience.Limit).ShouldBeTrue($"{program} did not end");
        return (process.ExitCode == 0, output.Split('\n', StringSplitOptions.RemoveEmptyEntries), errors.Result);
    }

    /// <summary>Runs a program that has to succeed.</summary>
    public string[] Done(string program, params IEnumerable<string> arguments)
    {
        var (done, lines, errors) = Run(program, arguments);
        done.ShouldBeTrue($"{errors}{string.Join('\n', lines)}");
        return lines;
    }

    /// <summary>What starts a program; only what is in the folder is its configuration, and it loads no MIBs.</summary>
    public ProcessStartInfo Command(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("/usr/bin/stdbuf") { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = Folder };
        start.ArgumentList.Add("-oL");
        start.ArgumentList.Add(program);
        foreach (var one in arguments)
            start.ArgumentList.Add(one);
        start.Environment["SNMP_PERSISTENT_DIR"] = _folder["kept"];
        start.Environment["SNMPCONFPATH"] = Folder;
        start.Environment["MIBS"] = string.Empty;
        return start;
    }

    public void Dispose() => _folder.Dispose();
}
