using System.Diagnostics;

namespace Catchment.Interop.Tests.Documents;

/// <summary>
/// A copy of this machine, with files, processes and a network of its own, and a prompt at which root types lines of a document: the documents'
/// folders, ports and addresses are free there. Services are started by <c>machine/systemctl</c>.
/// </summary>
internal sealed class CopiedMachine : IDisposable
{
    private static readonly string Tests = Path.Combine(CommandLine.Repository, "tests/Catchment.Interop.Tests");
    private static readonly TimeSpan LongestLine = 5 * Patience.Limit; // a play makes many steps

    private readonly TemporaryFolder _folder = new();
    private readonly Process _prompt;
    private int _typed;

    internal CopiedMachine()
    {
        var start = new ProcessStartInfo(Path.Combine(Tests, "Deploy/machine/copied"), [_folder.FullPath, Path.Combine(Tests, "Documents/machine/prompt")])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var name in start.Environment.Keys.Where(static name => name.StartsWith("PG", StringComparison.Ordinal) || name.StartsWith("ANSIBLE", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        start.Environment["PATH"] = $"{Tests}/Documents/machine:{Tests}/Deploy/machine:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["HOME"] = "/root";
        start.Environment["MACHINE"] = "";
        start.Environment["TESTS"] = Tests;
        start.Environment["CATCHMENT_PROGRAM"] = Deploy.PretendedMachine.Program;
        start.Environment["ANSIBLE_NOCOLOR"] = "1";
        _prompt = Process.Start(start)!;
    }

    /// <summary>Types a line.</summary>
    /// <param name="line">One that bash understands.</param>
    /// <param name="status">The exit status that it has to end with; null: any.</param>
    /// <returns>What it printed, errors among it.</returns>
    internal string Type(string line, int? status = 0)
    {
        var number = Begin(line);
        var ended = _prompt.StandardOutput.ReadLineAsync().WaitAsync(LongestLine).GetAwaiter().GetResult();
        var said = Said(number);
        if (status is { } wanted)
            ended.ShouldBe($"{wanted}", $"{line}\n{said}");
        return said;
    }

    /// <summary>Types a line that goes on in the background.</summary>
    /// <returns>Its number, to see what it says.</returns>
    internal int TypeInBackground(string line)
    {
        Type(line + " &");
        return _typed;
    }

    /// <summary>What a line has printed by now.</summary>
    internal string Said(int number)
    {
        using var file = new StreamReader(new FileStream(_folder[$"typed/{number}"], FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return file.ReadToEnd();
    }

    /// <summary>Types a line again and again until what it prints is as wanted.</summary>
    /// <returns>What it printed last.</returns>
    internal string TypeUntil(string line, Func<string, bool> isWanted, string what)
    {
        var said = "";
        SpinWait.SpinUntil(() => isWanted(said = Type(line, status: null)), Patience.Limit).ShouldBeTrue($"{what}: {line}: {said}");
        return said;
    }

    /// <summary>
    /// Makes it a data sink as the documents have them: the computer <c>data1</c> with the user <c>ops</c>; and the control node, with the checkout in
    /// <c>/root/catchment</c> and a published program. Ansible reaches it without ssh.
    /// </summary>
    internal void BecomeDataSink()
    {
        Type("useradd --create-home --shell /bin/bash ops && echo 127.0.0.1 data1 >>/etc/hosts");
        Type($"mkdir -p /root/catchment/artifacts && cp -r {CommandLine.Repository}/deploy /root/catchment && ln -s $CATCHMENT_PROGRAM /root/catchment/artifacts/publish");
        Write("/root/catchment/deploy/ansible/host_vars/data1.yaml", "{ansible_connection: local, ansible_python_interpreter: /usr/bin/python3, catchment_become: false, catchment_manage_services: true}\n");
        Type("cd /root/catchment/deploy/ansible");
    }

    /// <summary>Places a file.</summary>
    internal void Write(string path, string text)
    {
        var name = Path.GetRandomFileName();
        File.WriteAllText(_folder[name], text);
        Type($"mkdir -p $(dirname {path}) && cp /mnt/{name} {path}");
    }

    public void Dispose()
    {
        _prompt.StandardInput.Close();
        if (!_prompt.WaitForExit(Patience.Limit))
            _prompt.Kill();
        _prompt.WaitForExit();
        _prompt.Dispose();
        _folder.Dispose();
    }

    private int Begin(string line)
    {
        _prompt.StandardInput.Write(line + '\0');
        _prompt.StandardInput.Flush();
        return ++_typed;
    }
}
