using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;

namespace Catchment.Interop.Tests.Snmp;

/// <summary>A running <c>snmpd</c> or <c>snmptrapd</c> on loopback. Ended by its process.</summary>
internal sealed class NetSnmpDaemon : IDisposable
{
    // Below the ports that the system hands out, so that nobody takes one during a restart.
    private const int FirstPort = 20_000;
    private const int LastPort = 32_000;

    private readonly NetSnmp _programs;
    private readonly string _program;
    private readonly string[] _arguments;
    private Process? _process;
    private BlockingCollection<string> _lines = [];

    /// <summary>Starts it on a port that is free.</summary>
    /// <param name="programs">Its folder.</param>
    /// <param name="program">Its name.</param>
    /// <param name="configuration">The text of its configuration.</param>
    /// <param name="arguments">Its words beside those that all have.</param>
    public NetSnmpDaemon(NetSnmp programs, string program, string configuration, params string[] arguments)
    {
        (_programs, _program, _arguments) = (programs, program, arguments);
        File.WriteAllText(Path.Combine(programs.Folder, "daemon.conf"), configuration);
        for (var attempt = 0; ; attempt++)
        {
            Endpoint = new IPEndPoint(IPAddress.Loopback, Random.Shared.Next(FirstPort, LastPort));
            if (TryStart())
                return;
            attempt.ShouldBeLessThan(20, $"{program} does not start");
        }
    }

    public IPEndPoint Endpoint { get; private set; }

    /// <summary>Starts it again where it was.</summary>
    public void Restart()
    {
        End();
        Eventually.True(TryStart, $"{_program} does not start again");
    }

    /// <summary>The next line that it writes which begins so.</summary>
    public string Next(string beginning)
    {
        while (_lines.TryTake(out var line, Patience.Limit))
        {
            if (line.StartsWith(beginning, StringComparison.Ordinal))
                return line;
        }

        throw new InvalidOperationException($"{_program} is silent");
    }

    public void Dispose()
    {
        End();
        _lines.Dispose();
    }

    private void End()
    {
        if (_process is { HasExited: false })
            _process.Kill();
        _process?.WaitForExit();
        _process?.Dispose();
        _process = null;
    }

    private bool TryStart()
    {
        _process?.Dispose();
        var lines = _lines = [];
        _process = new Process { StartInfo = _programs.Command($"/usr/sbin/{_program}", ["-f", "-Lo", "-C", "-c", "daemon.conf", .. _arguments, $"udp:{Endpoint}"]) };
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is not null)
                lines.Add(line.Data);
            else
                lines.CompleteAdding();
        };
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();

        // The line comes when the port is open; without it the port was taken.
        while (lines.TryTake(out var line, Patience.Limit))
        {
            if (line.StartsWith("NET-SNMP version", StringComparison.Ordinal))
                return true;
        }

        _process.WaitForExit();
        return false;
    }
}
