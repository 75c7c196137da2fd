using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Catchment.Interop.Tests.Deploy;

/// <summary>
/// A machine that is deployed to: its paths lie below a temporary folder, and what would reach the real one (systemctl, ssh, sudo) is
/// pretended by the scripts in <c>machine/</c>, which note their calls.
/// </summary>
internal sealed partial class PretendedMachine : IDisposable
{
    private static readonly string Deploy = Path.Combine(CommandLine.Repository, "deploy");
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _calls = [];

    internal PretendedMachine()
    {
        foreach (var folder in new[] { "home/ops", "etc/systemd/system", "opt", "var/lib", "usr/local/bin", "active", "enabled", "tmp" })
            Directory.CreateDirectory(_folder[folder]);
        File.WriteAllText(_folder["inventory.yaml"], $$$"""
            datasinks:
              hosts:
                data1: {ansible_connection: local, ansible_python_interpreter: /usr/bin/python3}
              vars:
                catchment_become: false
                catchment_manage_services: true
                catchment_package: {{{Program}}}
                catchment_unit_directory: {{{_folder["etc/systemd/system"]}}}
                catchment_links_path: {{{_folder["usr/local/bin"]}}}
                catchment_install_path: {{{_folder["opt/catchment"]}}}
                catchment_home: {{{_folder["var/lib/catchment"]}}}
                catchment_user: {{{Environment.UserName}}}
                catchment_group: ""
                sentinelcam_user: {{{Environment.UserName}}}
                sentinelcam_home: {{{_folder["home/ops"]}}}
            """);
    }

    /// <summary>What a publish output is: the folder that the program was built into.</summary>
    internal static string Program { get; } = Path.Combine(CommandLine.Repository, "artifacts/bin/Catchment/release");

    internal string Folder => _folder.FullPath;

    internal string this[string name] => _folder[name];

    public void Dispose() => _folder.Dispose();

    /// <summary>Runs a playbook as the documents do.</summary>
    internal Play Play(string playbook, params string[] words) => Playbooks([playbook], words);

    internal Play Playbooks(IEnumerable<string> playbooks, params string[] words)
    {
        var (status, output) = Run("ansible-playbook", ["-i", _folder["inventory.yaml"], .. playbooks.Select(p => $"playbooks/{p}.yaml"), .. words], Path.Combine(Deploy, "ansible"));
        var recap = Recap().Match(output);
        return new Play(status, output, Number("changed"), Number("failed"));

        int Number(string group) => recap.Success ? int.Parse(recap.Groups[group].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) : -1;
    }

    internal (int Status, string Output) Script(params string[] words) => Run(Path.Combine(Deploy, "deploy.sh"), words, _folder.FullPath);

    /// <summary>What systemctl and ssh were told since this was asked before.</summary>
    internal IReadOnlyList<string> NewCalls()
    {
        string[] all = File.Exists(_folder["calls"]) ? File.ReadAllLines(_folder["calls"]) : [];
        var calls = all[_calls.Count..];
        _calls.AddRange(calls);
        return calls;
    }

    /// <summary>Every file, link and folder, with what tells whether it was touched; releases as a whole.</summary>
    internal IReadOnlyDictionary<string, string> Files() => new SortedDictionary<string, string>(
        Directory.EnumerateFileSystemEntries(_folder.FullPath, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
            .Select(path => Path.GetRelativePath(_folder.FullPath, path))
            .Where(path => !path.StartsWith("tmp", StringComparison.Ordinal) && !path.Contains("/releases/", StringComparison.Ordinal) && path is not "calls" && !path.StartsWith("active/", StringComparison.Ordinal))
            .ToDictionary(path => path, path => File.Exists(_folder[path]) ? $"{new FileInfo(_folder[path]).LastWriteTimeUtc:O} {new FileInfo(_folder[path]).LinkTarget}" : "", StringComparer.Ordinal),
        StringComparer.Ordinal);

    internal (int Status, string Output) Run(string program, IEnumerable<string> words, string folder)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = folder };
        foreach (var word in words)
            start.ArgumentList.Add(word);
        start.Environment["MACHINE"] = _folder.FullPath;
        start.Environment["PATH"] = $"{Path.Combine(CommandLine.Repository, "tests/Catchment.Interop.Tests/Deploy/machine")}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["TMPDIR"] = start.Environment["ANSIBLE_LOCAL_TEMP"] = start.Environment["ANSIBLE_REMOTE_TEMP"] = start.Environment["ANSIBLE_HOME"] = _folder["tmp"];
        start.Environment["ANSIBLE_NOCOLOR"] = "1";
        start.Environment["LC_ALL"] = "C.UTF-8";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }

    // data1                      : ok=16   changed=0    unreachable=0    failed=0    skipped=13   rescued=0    ignored=0
    [GeneratedRegex(@"data1 +: ok=\d+ +changed=(?<changed>\d+) +unreachable=0 +failed=(?<failed>\d+) ", RegexOptions.None, 1000)]
    private static partial Regex Recap();
}
