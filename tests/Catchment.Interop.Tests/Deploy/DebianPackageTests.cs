namespace Catchment.Interop.Tests.Deploy;

/// <summary>The Debian package, on a copy of this machine that has its own files, processes and network.</summary>
[Collection(Alone.Name)]
public sealed class DebianPackageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_is_installed_started_upgraded_removed_and_purged_and_the_data_stay()
    {
        var life = DebianPackage.Parts(DebianPackage.Run("tests/Catchment.Interop.Tests/Deploy/machine/copied", _folder.FullPath, DebianPackage.InRepository("tests/Catchment.Interop.Tests/Deploy/machine/package-life"), DebianPackage.Build(_folder, "1.0.0"), DebianPackage.Build(_folder, "1.1.0")));

        life["install"].ShouldContain("exit 0\n");
        life["install"].ShouldContain(":/var/lib/catchment:/usr/sbin/nologin\ncatchment /var/lib/catchment\n/etc/catchment/catchment.yaml\n");
        life["install"].ShouldContain("\ncatchment.service\n", customMessage: "it starts at every boot");
        life["install"].ShouldContain("verify 0\n");
        foreach (var name in new[] { "first life", "second life" })
        {
            life[name].ShouldContain("\nstatus 0\n", customMessage: "every service is ready");
            life[name].ShouldContain("\nthe hub said OK\nstopped 0\n");
        }

        life["upgrade"].ShouldContain("exit 0\n1.1.0 install ok installed\nnode: kept\n", customMessage: "what somebody wrote into the settings stays");
        life["second life"].ShouldStartWith("node kept, ");
        life["remove"].ShouldContain("exit 0\n");
        life["remove"].ShouldContain("/etc/catchment:\ncatchment.yaml\n", customMessage: "settings stay until they are purged");
        life["remove"].ShouldContain("cannot access '/usr/lib/catchment'");
        life["purge"].ShouldContain("the data stay in /var/lib/catchment");
        life["purge"].ShouldContain("exit 0\n");
        life["purge"].ShouldContain("cannot access '/etc/catchment'");
        life["data"].Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(2, "a picture of each life");
    }

    [Theory]
    [InlineData("--runtime", "linux-mips64")]
    [InlineData("--version", "of today")]
    [InlineData("--publish", "/nowhere")]
    [InlineData("--colour")]
    public void What_cannot_be_built_is_told(params string[] words)
    {
        var (status, output) = DebianPackage.Start("deploy/debian/build.sh", ["--publish", PretendedMachine.Program, "--output", _folder.FullPath, .. words]);

        status.ShouldBe(2, output);
        output.ShouldStartWith("error: ");
        output.ShouldContain(words[^1]);
        Directory.EnumerateFileSystemEntries(_folder.FullPath).ShouldBeEmpty();
    }
}
