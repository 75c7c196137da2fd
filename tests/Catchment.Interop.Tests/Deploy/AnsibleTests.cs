namespace Catchment.Interop.Tests.Deploy;

/// <summary>The roles, run by Debian's Ansible.</summary>
[Collection(Alone.Name)]
public sealed class AnsibleTests : IDisposable
{
    private readonly PretendedMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void A_service_is_set_up_once_and_each_tag_does_its_part()
    {
        const string Playbook = "deploy-imagehub";
        var before = _machine.Files();
        var rehearsal = _machine.Play(Playbook, "--check", "--diff").Succeeds();
        rehearsal.Changed.ShouldBeGreaterThan(4);
        rehearsal.Output.ShouldContain("+  max_images_write: 7500");
        _machine.Files().ShouldBe(before, "a rehearsal changes nothing");
        _machine.NewCalls().ShouldNotContain("restart imagehub");

        _machine.Play(Playbook).Succeeds();
        _machine.NewCalls().Where(c => !c.StartsWith("show", StringComparison.Ordinal) && !c.StartsWith("is-", StringComparison.Ordinal))
            .ShouldBe(["daemon-reload", "start imagehub", "enable imagehub"], "one start, and at every boot");
        IsAsInTheDocument("home/ops/imagehub.yaml", "imagehub.yaml");
        Units.Verify(_machine["etc/systemd/system/imagehub.service"]).ShouldBe((0, ""));
        var unit = File.ReadAllText(_machine["etc/systemd/system/imagehub.service"]);
        unit.ShouldContain($"ReadWritePaths=-{_machine["home/ops/sentinelcam/imagehub"]}\n");
        unit.ShouldContain($"ExecStart={_machine["home/ops/imagehub/catchment"]} run hub --config {_machine["home/ops/imagehub.yaml"]}\n");
        Called("home/ops/imagehub/catchment", "--version").ShouldNotBeEmpty();
        File.CreateSymbolicLink(_machine["usr/local/bin/imagehub"], _machine["home/ops/imagehub/catchment"]);
        Called("usr/local/bin/imagehub", "--help").ShouldContain("as ImageHub is run");

        var deployed = _machine.Files();
        var again = _machine.Play(Playbook).Succeeds();
        again.Changed.ShouldBe(0, "nothing has changed");
        again.Output.ShouldContain("imagehub: active");
        _machine.Files().ShouldBe(deployed);
        _machine.NewCalls().ShouldNotContain("restart imagehub");

        _machine.Play(Playbook, "--tags", "config", "-e", "imagehub_max_images_write=9000").Succeeds().Changed.ShouldBe(2, "the file and the service");
        Changed(deployed).ShouldBe(["home/ops/imagehub.yaml"]);
        File.ReadAllText(_machine["home/ops/imagehub.yaml"]).ShouldContain("  max_images_write: 9000\n");
        _machine.NewCalls().ShouldContain("restart imagehub");

        var configured = _machine.Files();
        var refused = _machine.Play(Playbook, "--tags", "config", "-e", "{\"imagehub_settings\": {\"patience\": \"long\"}}");
        refused.Status.ShouldNotBe(0);
        refused.Output.ShouldContain("hub.patience");
        Changed(configured).ShouldBeEmpty("a file that the program refuses does not take the place of one that is right");
        _machine.NewCalls().ShouldNotContain("restart imagehub");

        File.Delete(_machine["active/imagehub"]);
        var status = _machine.Play(Playbook, "--tags", "status");
        status.Changed.ShouldBe(0);
        status.Failed.ShouldBe(1, "a monitor sees it");
        status.Output.ShouldContain("imagehub is inactive on data1");
    }

    [Fact]
    public void The_files_are_those_of_the_documents()
    {
        File.WriteAllText(_machine["dataservice.env"], "HTTP_PORT=8081\n");
        _machine.Playbooks(["deploy-datapump", "deploy-camwatcher", "deploy-catchment"], "--tags", "config,service", "-e", $$$"""
            {"sentinelcam_ports": {"datapump_control": 5556}, "camwatcher_sentinel": {"datasink": "data1"}, "catchment_settings": {"hub": {"queuemax": 100}}, "catchment_services": ["catchment", "dataservice"],
             "catchment_service_settings": {"dataservice": {"name": "gateway", "user": "nobody"}},
             "catchment_files": [{"src": "{{{_machine["dataservice.env"]}}}", "dest": "{{{_machine["etc/default/dataservice"]}}}", "service": "dataservice"}]}
            """).Succeeds();
        _machine.Run("stat", ["-c", "%U", _machine["etc/default/dataservice"]], _machine.Folder).Output.ShouldBe("nobody\n", "it is for the user of its service");
        _machine.NewCalls().ShouldNotContain("restart dataservice", customMessage: "the service has another name");
        IsAsInTheDocument("home/ops/datapump.yaml", "datapump.yaml");
        IsAsInTheDocument("home/ops/camwatcher.yaml", "camwatcher.yaml");
        IsAsInTheDocument("var/lib/catchment/catchment.yaml", "catchment.yaml");
        foreach (var unit in new[] { "datapump", "camwatcher", "catchment", "gateway" })
            File.Exists(_machine[$"active/{unit}"]).ShouldBeTrue(unit);
        foreach (var folder in new[] { "images", "camwatcher", "faces", "logs" })
            Directory.Exists(_machine[$"home/ops/sentinelcam/{folder}"]).ShouldBeTrue(folder);
        File.ReadAllText(_machine["home/ops/sentinelcam/faces/facebeta6.csv"]).ShouldBe("date,event,timestamp\n");
        File.ReadAllText(_machine["etc/systemd/system/camwatcher.service"]).ShouldContain($" -{_machine["home/ops/.catchment"]}");
    }

    [Fact]
    public void What_is_missing_is_told_with_what_to_do()
    {
        var noPackage = _machine.Play("deploy-datapump", "--tags", "deploy", "-e", "catchment_package=" + _machine["nothing"]);
        noPackage.Failed.ShouldBe(1);
        noPackage.Output.ShouldContain("There is no program in " + _machine["nothing"]);
        var noUser = _machine.Play("deploy-datapump", "-e", "datapump_user=nobody-of-this-name");
        noUser.Failed.ShouldBe(1);
        noUser.Output.ShouldContain("data1 has no user nobody-of-this-name.");
    }

    // The examples of the documents, but for their comments; and the program takes them.
    private void IsAsInTheDocument(string file, string sample)
    {
        CommandLine.Run(_machine.Folder, "config", "check", "--config", _machine[file]).ShouldContain("no errors, 0 warnings");
        Content(File.ReadAllText(_machine[file]).Replace(_machine.Folder, "", StringComparison.Ordinal)).ShouldBe(Content(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Deploy/Samples", sample))), sample);

        static string Content(string text) => string.Join('\n', text.Split('\n').Where(line => !line.StartsWith('#') && line.Length > 0));
    }

    private string Called(string program, string word)
    {
        var (status, output) = _machine.Run(_machine[program], [word], _machine.Folder);
        status.ShouldBe(0, output);
        return output;
    }

    private IEnumerable<string> Changed(IReadOnlyDictionary<string, string> before) =>
        _machine.Files().Where(now => before.GetValueOrDefault(now.Key) != now.Value).Select(now => now.Key);
}
