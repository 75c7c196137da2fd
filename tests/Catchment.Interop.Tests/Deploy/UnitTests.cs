namespace Catchment.Interop.Tests.Deploy;

/// <summary>The units of <c>deploy/systemd</c>, for people without Ansible.</summary>
public sealed class UnitTests : IDisposable
{
    // systemd's own scale: 0 is shut off, 100 is open. The program needs the network, and its runtime memory that is written and run.
    private const int Exposure = 25;

    private static readonly string Folder = Path.Combine(CommandLine.Repository, "deploy/systemd");
    private readonly PretendedMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void The_plain_units_are_what_the_template_of_the_roles_makes()
    {
        Directory.CreateDirectory(_machine["units"]);
        var (status, output) = _machine.Run("ansible-playbook", ["playbooks/generate-units.yaml", "-e", "folder=" + _machine["units"]], Path.Combine(CommandLine.Repository, "deploy/ansible"));
        status.ShouldBe(0, output);
        var units = Directory.GetFiles(Folder).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal).ToArray();
        units.ShouldBe(["camwatcher.service", "catchment.service", "datapump.service", "dataservice-sync.service", "dataservice.service", "dbingest.service", "endmgr-finder.service", "endmgr-ingester.service", "imagehub.service"]);
        foreach (var unit in units)
            File.ReadAllText(Path.Combine(Folder, unit)).ShouldBe(File.ReadAllText(_machine[$"units/{unit}"]), $"{unit}: run ansible-playbook playbooks/generate-units.yaml in deploy/ansible");
    }

    [Theory]
    [InlineData("camwatcher", "run watcher --config /home/pi/camwatcher.yaml")]
    [InlineData("catchment", "up")]
    [InlineData("datapump", "run pump --config /home/pi/datapump.yaml")]
    [InlineData("dataservice-sync", "sync_runner")]
    [InlineData("dataservice", "dataservice")]
    [InlineData("dbingest", "dbIngest -n dbIngestAOC")]
    [InlineData("endmgr-finder", "endmgr finder start /etc/endmgr/finder.yaml")]
    [InlineData("endmgr-ingester", "endmgr ingester start /etc/endmgr/ingester.yaml")]
    [InlineData("imagehub", "run hub --config /home/pi/imagehub.yaml")]
    public void A_unit_is_understood_and_gives_away_little(string name, string command)
    {
        var text = File.ReadAllText(Path.Combine(Folder, $"{name}.service"));
        text.ShouldContain($"ExecStart=/opt/catchment/catchment {command}\n");
        text.ShouldContain("Type=notify\n");
        text.ShouldContain("WatchdogSec=");

        // Only the place of the checkout is another one: systemd looks whether the program is there.
        var here = text.Replace("/opt/catchment/catchment", Path.Combine(CommandLine.Repository, "catchment"), StringComparison.Ordinal);
        var file = _machine[$"{name}.service"];
        File.WriteAllText(file, here);
        Units.Verify(file).ShouldBe((0, ""));
        Units.Security(file, Exposure).Status.ShouldBe(0);

        // Both do find what is wrong.
        File.WriteAllText(file, here.Replace("RestartSec=", "RestartSecs=", StringComparison.Ordinal));
        Units.Verify(file).Errors.ShouldContain("RestartSecs");
        File.WriteAllText(file, here.Replace("ProtectSystem=strict", "ProtectSystem=no", StringComparison.Ordinal).Replace("SystemCallFilter=@system-service", "", StringComparison.Ordinal));
        Units.Security(file, Exposure).Status.ShouldNotBe(0);
    }

    [Fact]
    public void The_gateway_and_its_sync_share_a_folder()
    {
        foreach (var unit in new[] { "dataservice.service", "dataservice-sync.service" })
            File.ReadAllText(Path.Combine(Folder, unit)).ShouldContain("WorkingDirectory=/var/lib/dataservice\n", customMessage: "in one folder the gateway finds the sync's statistics");
    }
}
