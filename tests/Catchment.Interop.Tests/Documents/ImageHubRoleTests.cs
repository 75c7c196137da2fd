namespace Catchment.Interop.Tests.Documents;

/// <summary>The document "ImageHub Role", heading by heading: what an operator of a data sink types, and what camera nodes and the disk see.</summary>
[Collection(Alone.Name)]
public sealed class ImageHubRoleTests : IDisposable
{
    private const string Data = "/home/ops/sentinelcam/imagehub";
    private const string Status = "sudo -u ops /home/ops/imagehub/catchment status --config /home/ops/imagehub.yaml";
    private const string Doctor = "/home/ops/imagehub/catchment doctor --config /home/ops/imagehub.yaml";
    private readonly CopiedMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void A_data_sink_is_deployed_used_and_put_right()
    {
        _machine.BecomeDataSink();

        // Variables.
        _machine.Type("cat group_vars/all/sentinelcam_ports.yaml").ShouldContain("\n  imagehub_zmq: 5555\n");
        _machine.Type("cat group_vars/datasinks.yaml").ShouldContain(
            "imagehub_service: imagehub\nimagehub_config_file: imagehub.yaml\nimagehub_install_path: /home/ops/imagehub\nimagehub_config_path: /home/ops/imagehub.yaml\n");

        // Deployment: Initial Setup; File Structure; Image Storage.
        _machine.Type("ansible-playbook playbooks/deploy-imagehub.yaml").ShouldContain("'imagehub: active'");
        _machine.Type("ls /home/ops").Split('\n').ShouldBe(["imagehub", "imagehub.yaml", "sentinelcam", ""]);
        _machine.Type($"ls {Data}").Split('\n').ShouldBe(["images", "logs", ""]);
        _machine.Type($"stat -c %U {Data}/images {Data}/logs /home/ops/imagehub.yaml").ShouldBe("ops\nops\nops\n");

        ServiceManagement();
        ZeroMqCommunication();
        Updates();
        ConfigurationExample();
        Troubleshooting();
    }

    private void ServiceManagement()
    {
        _machine.Type("sudo systemctl status imagehub").ShouldContain("active (running)");
        var log = _machine.TypeInBackground("sudo journalctl -u imagehub -f");
        Eventually.True(() => _machine.Said(log).Contains("hub: Listening on tcp://0.0.0.0:5555"), "the log is followed");
        var before = Process();
        _machine.Type("sudo systemctl restart imagehub");
        Process().ShouldNotBe(before);
        Eventually.True(() => _machine.Said(log).Split("hub: Listening on tcp://0.0.0.0:5555").Length == 3, "the log is followed over the restart");
        _machine.Type("ps -o user= -p " + Process()).Trim().ShouldBe("ops");
    }

    // Architecture, ZeroMQ Communication, Image Storage: several nodes at once, nothing dropped.
    private void ZeroMqCommunication()
    {
        _machine.Type("(for node in 'Driveway Mailbox' 'Barn Door' 'Well Pump'; do python3 $TESTS/Hub/imagezmq_sender.py req tcp://data1:5555 \"$node\" 50 20000 & done; wait)")
            .ShouldBe("ok 50\nok 50\nok 50\n");
        _machine.Type($"ls -d {Data}/images/*").ShouldMatch("^(/home/ops/sentinelcam/imagehub/images/[0-9]{4}-[0-9]{2}-[0-9]{2}\n)+$");
        foreach (var node in new[] { "Driveway-Mailbox", "Barn-Door", "Well-Pump" })
            _machine.Type($"ls {Data}/images/*/{node}*.jpg | wc -l").Trim().ShouldBe("50", node);
        SendEvent("Barn|motion|moving").ShouldBe("OK\n");
        _machine.Type($"cat {Data}/logs/imagehub.log").ShouldContain("Barn|motion|moving");
        _machine.Type("/home/ops/imagehub/catchment events list --config /home/ops/imagehub.yaml").ShouldContain("Barn");
    }

    // Deployment: Code Updates, Configuration Updates; Tags.
    private void Updates()
    {
        var before = Process();
        _machine.Type("cp -rL $CATCHMENT_PROGRAM /root/catchment/artifacts/next && echo new >/root/catchment/artifacts/next/news");
        var deployed = _machine.Type("/root/catchment/deploy/deploy.sh imagehub --publish /root/catchment/artifacts/next");
        deployed.ShouldContain("imagehub runs release");
        deployed.ShouldContain("active (running)");
        Process().ShouldNotBe(before);
        _machine.Type("cat /home/ops/imagehub/current/news").ShouldBe("new\n");

        before = Process();
        _machine.Type("ln -sfn next /root/catchment/artifacts/publish");
        Played("--tags deploy").ShouldContain("changed=0 ", customMessage: "it is the same release, whoever brought it");
        Process().ShouldBe(before);
        _machine.Type("echo 'imagehub_max_images_write: 8000' >>group_vars/datasinks.yaml");
        Played("--tags config").ShouldContain("changed=2 ", customMessage: "the file, and the service that reads it anew");
        Process().ShouldNotBe(before);
        _machine.Type("cat /home/ops/imagehub.yaml").ShouldContain("  max_images_write: 8000\n");

        string Played(string tags) => _machine.Type("ansible-playbook playbooks/deploy-imagehub.yaml " + tags);
    }

    // Configuration Example: the file as it is printed.
    private void ConfigurationExample()
    {
        _machine.Write("/home/ops/imagehub.yaml", File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Hub/Samples/imagehub-role.yaml")));
        _machine.Type("/home/ops/imagehub/catchment config check --config /home/ops/imagehub.yaml").ShouldContain("no errors, 0 warnings");
        _machine.Type("sudo systemctl restart imagehub");
        SendEvent("Well|pump|on").ShouldBe("OK\n");
        _machine.Type($"cat {Data}/logs/imagehub.log").ShouldContain("Well|pump|on", customMessage: "it is the folder of data_directory");
    }

    private void Troubleshooting()
    {
        // No Images Received.
        const string Telnet = "timeout 60 bash -c '</dev/tcp/data1/5555'";
        _machine.Type(Telnet);
        _machine.Type(Doctor, status: null).ShouldContain("listen 0.0.0.0:5555 is hub's (pid " + Process());
        _machine.Type("sudo systemctl stop imagehub");
        _machine.Type(Telnet, status: 1);
        _machine.Type(Status, status: 1);
        _machine.Type("ansible-playbook playbooks/deploy-imagehub.yaml --tags status", status: 2).ShouldContain("imagehub is inactive on data1: sudo journalctl -u imagehub -n 50");

        // Port Already in Use.
        _machine.Write("/root/imagehub.py", "import zmq\nhub = zmq.Context().socket(zmq.REP)\nhub.bind('tcp://*:5555')\nhub.recv()\n");
        _machine.TypeInBackground("python3 /root/imagehub.py");
        _machine.TypeUntil("sudo ss -tulpn | grep 5555", said => said.Contains("python3"), "what has the port is told");
        _machine.TypeInBackground("until sudo systemctl start imagehub; do sleep 1; done"); // what Restart= does
        _machine.TypeUntil("sudo journalctl -u imagehub -n 50", said => said.Contains("cannot listen on tcp://0.0.0.0:5555: the port is already in use"), "the log tells it");
        _machine.TypeUntil(Status, said => said.Contains("hub: ") && said.Contains("the port is already in use"), "the status tells it");
        _machine.Type(Doctor, status: 2).ShouldContain("5555 is in use by the process");
        _machine.Type(Doctor, status: 2).ShouldContain("python3 /root/imagehub.py");
        _machine.Type("pkill -f /root/imagehub.py");
        _machine.TypeUntil(Status + " && echo 'all is well'", said => said.EndsWith("all is well\n", StringComparison.Ordinal), "the service has its port once that is free");
        SendEvent("Barn|motion|still").ShouldBe("OK\n");

        // Image Storage Full.
        _machine.Type($"sudo systemctl stop imagehub; mount -t tmpfs -o size=8m tmpfs {Data} && chown ops {Data} && sudo systemctl start imagehub");
        _machine.Type($"head -c 16m /dev/zero >{Data}/images/old-film", status: 1);
        _machine.Type($"sudo -u ops df -h {Data}").ShouldContain("100%");
        _machine.Type("python3 $TESTS/Hub/imagezmq_sender.py req tcp://data1:5555 'Barn Door' 1 2000000").ShouldStartWith("bad ", customMessage: "nothing is acknowledged that is not stored");
        _machine.TypeUntil(Status, said => said.Contains("degraded"), "the status tells it");
        var full = _machine.Type(Doctor, status: 2);
        full.ShouldContain($"PROBLEM {Data}: 0.0 GiB of 0.0 GiB are free");
        full.ShouldContain("docs/retention.md");
        _machine.Type($"rm {Data}/images/old-film");
        _machine.TypeUntil("python3 $TESTS/Hub/imagezmq_sender.py req tcp://data1:5555 'Barn Door' 1 20000", said => said == "ok 1\n", "there is room again");
        _machine.Type("/home/ops/imagehub/catchment events forecast --config /home/ops/imagehub.yaml");
    }

    private string SendEvent(string text) => _machine.Type($"head -c 100 /dev/zero >/mnt/picture && python3 $TESTS/Hub/imagezmq_sender.py one tcp://data1:5555 '{text}' /mnt/picture");

    private string Process() => _machine.Type("cat /run/imagehub.pid").Trim();
}
