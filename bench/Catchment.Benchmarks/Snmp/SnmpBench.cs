using Catchment.Benchmarks.Machine;
using Catchment.Benchmarks.Report;
using Catchment.Benchmarks.Tags;
using Catchment.Protocols.Snmp;

namespace Catchment.Benchmarks.Snmp;

/// <summary>Requests a second of our agent and of net-snmp's snmpd by turns, each a process of its own.</summary>
/// <param name="snmpd">The program.</param>
/// <param name="gateway">The program, whose gateway is measured with mapped tags; null: the library's agent with constants is.</param>
/// <param name="objects">How many objects our agent has.</param>
/// <param name="time">How long each run is measured.</param>
/// <param name="rounds">Runs of each; the middle one counts.</param>
/// <param name="progress">Where it tells what it does.</param>
internal sealed class SnmpBench(string snmpd, string? gateway, int objects, TimeSpan time, int rounds, TextWriter progress)
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(0.5);

    /// <summary>Measures.</summary>
    /// <param name="clients">With so many clients each.</param>
    /// <param name="cancellation">Ends it.</param>
    internal async Task<IReadOnlyList<SnmpRow>> MeasureAsync(IReadOnlyList<int> clients, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("snmp-bench");
        try
        {
            var port = ServerProcess.FreePort();
            await using var served = gateway is null ? ServerProcess.Start("our agent", [Environment.ProcessPath!, "snmp", "serve", "--port", $"{port}", "--objects", $"{objects}"], port) : null;
            await using var tags = gateway is null ? null : await GatewayAsync(gateway, folder.FullName, port, cancellation);
            var ours = new Agent(port, () => served?.Usage ?? tags!.Usage, load => gateway is null ? load : load with { Oids = [.. load.Oids.Select((_, i) => Tag(i * (objects / 6)))] });
            var theirPort = ServerProcess.FreePort();
            await using var snmpdProcess = ServerProcess.Start("snmpd", Snmpd(folder.FullName, theirPort), theirPort);
            var theirs = new Agent(theirPort, () => snmpdProcess.Usage, static load => load);
            var rows = new List<SnmpRow>();
            foreach (var load in SnmpLoad.All)
            {
                foreach (var count in clients)
                    rows.Add(await MeasureAsync(load, count, ours, theirs, cancellation));
            }

            return rows;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<SnmpRow> MeasureAsync(SnmpLoad load, int clients, Agent ours, Agent theirs, CancellationToken cancellation)
    {
        var (mine, other, otherCpu) = (new List<SnmpRow>(), new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            await progress.WriteLineAsync($"{load.Name}, {clients} clients, round {round + 1}");
            var (their, theirCpu) = await RunAsync(theirs, load, clients, cancellation);
            other.Add(their.Length / time.TotalSeconds);
            otherCpu.Add(theirCpu);
            var (all, cpu) = await RunAsync(ours, load, clients, cancellation);
            var resident = ours.Usage().ResidentBytes / 1e6;
            mine.Add(new SnmpRow(load.Name, clients, all.Length / time.TotalSeconds, all[all.Length / 2], all[all.Length * 99 / 100], cpu, resident, 0, 0));
        }

        return mine.OrderBy(static r => r.PerSecond).ElementAt(rounds / 2) with { SnmpdPerSecond = other.Median(), SnmpdCpuPerRequest = otherCpu.Median() };
    }

    private async Task<(double[] Times, double Cpu)> RunAsync(Agent agent, SnmpLoad load, int clients, CancellationToken cancellation)
    {
        var request = await SnmpRequest.TakeAsync(agent.Port, agent.Asks(load), cancellation);
        SnmpFleet.Run(agent.Port, request, clients, WarmUp);
        var before = agent.Usage().Cpu;
        var times = SnmpFleet.Run(agent.Port, request, clients, time);
        return (times, (agent.Usage().Cpu - before).TotalMicroseconds / times.Length);
    }

    private static Oid Tag(int number) => new(1, 3, 6, 1, 4, 1, 53864, 1, (uint)number, 0);

    /// <summary>A gateway with a mapped tag for each object.</summary>
    private async Task<GatewayUnderTest> GatewayAsync(string program, string folder, int port, CancellationToken cancellation)
    {
        var user = SnmpLoad.User;
        var tags = await GatewayUnderTest.StartAsync(
            program,
            folder,
            cancellation,
            snmp: $"listen: \"udp://127.0.0.1:{port}\", communities: [{{ name: public }}], users: [{{ name: {user.Name}, auth: sha1, auth_password: {user.AuthenticationPassword}, privacy: aes128, privacy_password: {user.PrivacyPassword} }}]");
        tags.Fill([.. Enumerable.Range(0, objects).Select(static i => $"k{i}")], 1);
        for (var i = 0; i < objects; i++)
            await tags.PostAsync("/mappings/snmp", $$"""{"id":"{{i}}","key":"k{{i}}","oid":"{{Tag(i)}}"}""", cancellation);
        return tags;
    }

    /// <summary>snmpd with the same community and user, which logs nothing and keeps what it must in the folder.</summary>
    private string[] Snmpd(string folder, int port)
    {
        var user = SnmpLoad.User;
        var configuration = Path.Combine(folder, "snmpd.conf");
        File.WriteAllLines(
            configuration,
            [
                $"agentaddress udp:127.0.0.1:{port}", "rocommunity public", "sysContact bench", "sysLocation bench", "sysName bench", "sysServices 72",
                $"createUser {user.Name} SHA {user.AuthenticationPassword} AES {user.PrivacyPassword}", $"rouser {user.Name} priv",
            ]);
        return ["/usr/bin/env", $"SNMP_PERSISTENT_DIR={folder}/kept", $"SNMPCONFPATH={folder}", "MIBS=", snmpd, "-f", "-Ln", "-C", "-c", configuration, "-I", "-smux"];
    }

    /// <summary>An agent that is measured.</summary>
    /// <param name="Port">Its UDP port.</param>
    /// <param name="Usage">What its process has used.</param>
    /// <param name="Asks">What it is asked in the place of a load.</param>
    private sealed record Agent(int Port, Func<ProcessUsage> Usage, Func<SnmpLoad, SnmpLoad> Asks);
}
