namespace Catchment.Interop.Tests.Deploy;

/// <summary>The package's units under a systemd that boots on a copy of this machine; only in the full run, as it takes most of a minute.</summary>
[Collection(Alone.Name)]
[Trait(Full, "yes")]
public sealed class SystemdTests : IDisposable
{
    /// <summary>The trait of what only <c>test.sh --full</c> runs.</summary>
    public const string Full = nameof(Full);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_unit_starts_works_with_what_it_may_is_started_again_and_stops()
    {
        var life = DebianPackage.Parts(DebianPackage.Run("tests/Catchment.Interop.Tests/Deploy/machine/booted", _folder.FullPath, DebianPackage.InRepository("tests/Catchment.Interop.Tests/Deploy/machine/units-life"), DebianPackage.Build(_folder, "1.0.0")));

        foreach (var unit in new[] { "catchment", "imagehub", "camwatcher", "datapump", "dataservice", "dataservice-sync", "endmgr-finder", "endmgr-ingester", "dbingest" })
        {
            life[unit].ShouldStartWith("ActiveState=active NRestarts=0 Result=success\n", customMessage: life[unit]);
            life[unit].ShouldContain($"Started {unit}.service", customMessage: "it has told systemd that it is ready");
            life[unit].ShouldNotContain("Read-only file system");
            life[unit].ShouldNotContain("Permission denied");
        }

        life["catchment"].ShouldContain("\nstatus 0\nActiveState=inactive NRestarts=0 Result=success\n");
        life["data"].ShouldBe("the hub said OK\nnight.fits\npi\n");
        life["killed"].ShouldBe("ActiveState=active NRestarts=1 Result=success\n");
        life["taken"].ShouldStartWith("Job for imagehub.service failed because the control process exited with error code.\n1\n", customMessage: "whoever starts it is told soon");
        life["taken"].ShouldEndWith("\nactive\n", customMessage: "it starts once the port is free");
        life["stopped"].Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldAllBe(static line => line.EndsWith(" ActiveState=inactive NRestarts=0 Result=success", StringComparison.Ordinal));
    }
}
