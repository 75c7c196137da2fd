using System.Globalization;
using System.Text.Json;

namespace Catchment.Interop.Tests.Documents;

/// <summary>The document "DataPump Role", heading by heading, with camwatcher beside it, outposts, a sentinel, and a DataFeed client.</summary>
[Collection(Alone.Name)]
public sealed class DataPumpRoleTests : IDisposable
{
    private const string Program = "/home/ops/camwatcher/datapump/catchment";
    private const string Status = $"sudo -u ops {Program} status --config /home/ops/datapump.yaml";
    private const string Reader = "python3 $TESTS/Documents/event_reader.py tcp://data1:5556";
    private readonly CopiedMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void A_data_sink_is_deployed_records_serves_and_is_put_right()
    {
        _machine.BecomeDataSink();

        // Variables.
        _machine.Type("cat group_vars/all/sentinelcam_ports.yaml").ShouldContain("\n  datapump_control: 5556\n");
        _machine.Type("cat group_vars/datasinks.yaml").ShouldContain(
            "datapump_service: datapump\ndatapump_install_path: /home/ops/camwatcher/datapump\ndatapump_config_path: /home/ops/datapump.yaml\n");

        // Dependencies; Deployment: Initial Setup; File Structure; Data Management.
        var played = _machine.Type("ansible-playbook playbooks/deploy-datapump.yaml playbooks/deploy-camwatcher.yaml");
        played.ShouldContain("'datapump: active'");
        played.ShouldContain("'camwatcher: active'");
        _machine.Type("ls /home/ops").Split('\n').ShouldBe(["camwatcher", "camwatcher.yaml", "datapump.yaml", "sentinelcam", ""]);
        _machine.Type("ls /home/ops/camwatcher").Split('\n').ShouldBe(["camwatcher", "datapump", ""], "siblings");
        _machine.Type("ls /home/ops/sentinelcam").Split('\n').ShouldBe(["camwatcher", "faces", "images", "logs", ""]);
        _machine.Type("ls /etc/systemd/system/datapump.service /etc/systemd/system/camwatcher.service");
        _machine.Type("ps -o user= -p $(cat /run/datapump.pid)").Trim().ShouldBe("ops");

        ConfigurationExample();
        Integration();
        Updates();
        Troubleshooting();
    }

    // Configuration: the file as it is printed, with its log.
    private void ConfigurationExample()
    {
        _machine.Write("/home/ops/datapump.yaml", File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Documents/Samples/datapump.yaml")));
        _machine.Type($"{Program} config check --config /home/ops/datapump.yaml").ShouldContain("no errors, 0 warnings");
        _machine.Type("sudo systemctl restart datapump");
        var log = _machine.Type("cat /home/ops/sentinelcam/logs/datapump.log").TrimEnd('\n').Split('\n');
        log.ShouldAllBe(static line => IsOfLogConfig(line));
        log.ShouldContain(static line => line.Contains("WARNING: Listening on all interfaces"));
        _machine.Type("sudo ss -tulpn").ShouldContain("0.0.0.0:5556");
    }

    // Integration: with CamWatcher, with Sentinel; Purpose: events by DataFeed.
    private void Integration()
    {
        var events = _machine.TypeInBackground("ssh data1 'sudo journalctl -u datapump -f | grep --line-buffered \"Event\"'");
        _machine.TypeInBackground("tail -f /dev/null | python3 -u $TESTS/Watcher/sentinel.py 5567 5568 >/mnt/sentinel");
        _machine.TypeInBackground("python3 -u $TESTS/Watcher/outposts.py 1 10 2000 >/mnt/outposts");
        var ports = JsonSerializer.Deserialize<int[][]>(_machine.TypeUntil("cat /mnt/outposts", static said => said.EndsWith('\n'), "the outpost runs"))![0];
        var requests = new[]
        {
            new { cmd = "Agent", name = "sentinel1", requests = "tcp://data1:5567", publisher = "tcp://data1:5568", datapump = "tcp://data1:5556", datasink = "data1" } as object,
            new { cmd = "CamUp", node = "node0", view = "Front", logger = $"tcp://data1:{ports[0]}", images = $"tcp://data1:{ports[1]}" },
        };
        _machine.Write("/mnt/requests", string.Concat(requests.Select(static request => JsonSerializer.Serialize(new[] { Convert.ToHexString(JsonSerializer.SerializeToUtf8Bytes(request)) }) + "\n")));
        _machine.Type("python3 $TESTS/Watcher/control.py tcp://data1:5566 </mnt/requests").ShouldBe("OK\nOK\n");

        var found = _machine.Type(Reader).Trim().Split(' ');
        var (date, id) = (found[0], found[1]);
        string.Join(' ', found[2..]).ShouldBe("node0 Front 640x480 pictures 20 tracked 20 OK");
        _machine.Type($"ls /home/ops/sentinelcam/images/{date}/{id}_*.jpg | wc -l").Trim().ShouldBe("20");
        _machine.Type($"ls /home/ops/sentinelcam/camwatcher/{date}/").ShouldContain($"{id}_trk.csv\n");
        _machine.Type($"cat /home/ops/sentinelcam/camwatcher/{date}/camwatcher.csv").ShouldContain($",{id},640,480,trk");
        Eventually.True(() => _machine.Said(events).Contains($"Event {id} started, node0 Front, {date}") && _machine.Said(events).Contains($"Event {id} ended"), "the pump is told by the watcher");
        _machine.TypeUntil("cat /mnt/sentinel", said => said.Contains($"\"event\": \"{id}\"") && said.Contains("\"task\": \"GetFaces\"") && said.Contains("\"pump\": \"tcp://data1:5556\""), "the sentinel is told where to fetch it");

        // The FaceList: the population of locked events.
        _machine.Type($"echo {date},{id},12:00:00 >>/home/ops/sentinelcam/faces/facebeta6.csv");
        _machine.Type($"{Reader} del {date} {id}").ShouldBe("Locked\n");
        _machine.Type("sed -i '2,$d' /home/ops/sentinelcam/faces/facebeta6.csv");
        _machine.Type($"{Reader} del {date} {id}").ShouldBe("OK\n");
        _machine.TypeUntil($"find /home/ops/sentinelcam -name '{id}*'", static said => said.Length == 0, "it is deleted");
    }

    // Deployment: Code Updates, Configuration Updates; Tags.
    private void Updates()
    {
        _machine.Type("/root/catchment/deploy/deploy.sh datapump --publish $CATCHMENT_PROGRAM").ShouldMatch("datapump runs release [0-9a-f]{12} already");
        _machine.Type("ansible-playbook playbooks/deploy-datapump.yaml --tags config,service,status -e datapump_loglevel=INFO").ShouldContain("'datapump: active'");
        _machine.Type("cat /home/ops/datapump.yaml").ShouldContain("        level: INFO\n");
    }

    private void Troubleshooting()
    {
        // Service Won't Start: the port is in use.
        _machine.Type("sudo systemctl stop datapump");
        _machine.Write("/root/datapump.py", "import zmq\npump = zmq.Context().socket(zmq.REP)\npump.bind('tcp://*:5556')\nwhile True:\n    pump.recv()\n    pump.send(b'Error')\n");
        _machine.TypeInBackground("python3 /root/datapump.py");
        _machine.TypeUntil("sudo ss -tulpn | grep 5556", static said => said.Contains("python3"), "what has the port is told");
        _machine.TypeInBackground("sudo systemctl start datapump");
        _machine.TypeUntil("ssh data1 'sudo journalctl -u datapump -n 50'", static said => said.Contains("cannot listen on tcp://0.0.0.0:5556: the port is already in use"), "the log tells it");
        var doctor = Doctor("datapump", status: 2);
        doctor.ShouldContain("5556 is in use by the process");
        doctor.ShouldContain("python3 /root/datapump.py");
        _machine.Type("sudo systemctl stop datapump; pkill -f /root/datapump.py; sudo systemctl start datapump");

        // Permission denied.
        _machine.Type("chmod 700 /home/ops/sentinelcam/camwatcher && chown root /home/ops/sentinelcam/camwatcher && sudo systemctl restart datapump");
        _machine.TypeUntil("ssh data1 'sudo journalctl -u datapump -n 50'", static said => said.Contains("/home/ops/sentinelcam/camwatcher: Permission denied"), "the log tells it");
        _machine.TypeUntil(Status, static said => said.Contains("pump: Cannot open /home/ops/sentinelcam/camwatcher: Permission denied"), "the status tells it");
        Doctor("datapump", status: 2, "sudo -u ops ").ShouldContain("PROBLEM pump: ops may not read /home/ops/sentinelcam/camwatcher: Permission denied.");
        Doctor("camwatcher", status: 2, "sudo -u ops ").ShouldContain("PROBLEM watcher: ops may not write in /home/ops/sentinelcam/camwatcher: Permission denied.");
        _machine.Type("chmod 755 /home/ops/sentinelcam/camwatcher && chown ops /home/ops/sentinelcam/camwatcher");
        _machine.TypeUntil(Status, static said => said.Contains("pump ") && !said.Contains("pump: Cannot open"), "the pump goes on by itself");

        // Disk space exhaustion; Events Not Being Stored.
        _machine.Type("sudo systemctl stop camwatcher; mount -t tmpfs -o size=3m tmpfs /home/ops/sentinelcam/images && chown ops /home/ops/sentinelcam/images");
        _machine.Type("head -c 8m /dev/zero >/home/ops/sentinelcam/images/old-film", status: 1);
        _machine.Type("sudo systemctl start camwatcher");
        _machine.Type("ssh data1 'df -h /home/ops/sentinelcam/images'").ShouldContain("100%");
        _machine.TypeUntil("ssh data1 'sudo journalctl -u camwatcher -n 500'", static said => said.Contains("pictures are not stored until"), "the log tells it");
        Doctor("camwatcher", status: 2).ShouldContain("PROBLEM /home/ops/sentinelcam/images: 0.0 GiB of 0.0 GiB are free");
        _machine.Type("rm /home/ops/sentinelcam/images/old-film");
        _machine.TypeUntil("ls -R /home/ops/sentinelcam/images", static said => said.Contains(".jpg"), "pictures are stored again");
    }

    // %(asctime)s %(levelname)s: %(message)s, from WARN on.
    private static bool IsOfLogConfig(string line) =>
        line.Split(' ', 4) is [var day, var time, "WARNING:" or "ERROR:", { Length: > 0 }]
        && DateTime.TryParseExact($"{day} {time}", "yyyy-MM-dd HH:mm:ss,fff", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private string Doctor(string service, int status, string user = "") => _machine.Type($"{user}{Program} doctor --config /home/ops/{service}.yaml", status);
}
