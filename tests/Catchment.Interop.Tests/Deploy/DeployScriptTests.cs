namespace Catchment.Interop.Tests.Deploy;

/// <summary><c>deploy.sh</c>: the quick way of a new program to where a service runs.</summary>
[Collection(Alone.Name)]
public sealed class DeployScriptTests : IDisposable
{
    private readonly PretendedMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void A_release_reaches_the_computers_and_the_service_is_restarted_once()
    {
        SetUp();
        var (status, output) = _machine.Script("imagehub", "--host", "ops@data1", "--publish", PretendedMachine.Program, "--dry-run");
        status.ShouldBe(0, output);
        output.ShouldContain("would bring release");
        File.Exists(_machine["opt/imagehub/current/Catchment.dll"]).ShouldBeFalse();

        (status, output) = _machine.Script("imagehub", "--host", "ops@data1", "--publish", PretendedMachine.Program);
        status.ShouldBe(0, output);
        _machine.NewCalls().ShouldContain("restart imagehub");
        output.ShouldContain("imagehub is active");
        var release = File.ReadAllText(_machine["opt/imagehub/imagehub.release"]).Trim();
        new FileInfo(_machine["opt/imagehub/current"]).LinkTarget.ShouldBe($"releases/{release}");
        _machine.Run(_machine["opt/imagehub/catchment"], ["--version"], _machine.Folder).Status.ShouldBe(0);

        (status, output) = _machine.Script("imagehub", "--host", "ops@data1", "--publish", PretendedMachine.Program);
        status.ShouldBe(0, output);
        output.ShouldContain($"runs release {release} already");
        _machine.NewCalls().ShouldNotContain("restart imagehub");
    }

    [Fact]
    public void A_release_that_does_not_run_there_is_not_left_for_the_next_start()
    {
        SetUp();
        _machine.Script("imagehub", "--host", "data1", "--publish", PretendedMachine.Program).Status.ShouldBe(0);
        var before = new FileInfo(_machine["opt/imagehub/current"]).LinkTarget;
        Directory.CreateDirectory(_machine["broken"]);
        File.WriteAllText(_machine["broken/Catchment.dll"], "no program");

        _machine.Script("imagehub", "--host", "data1", "--publish", _machine["broken"]).Status.ShouldBe(1);

        new FileInfo(_machine["opt/imagehub/current"]).LinkTarget.ShouldBe(before);
    }

    [Fact]
    public void A_program_that_the_roles_have_not_installed_is_left_alone()
    {
        SetUp();
        File.WriteAllText(_machine["opt/imagehub/catchment"], "#!/bin/sh\n# a checkout's\n");

        var (status, output) = _machine.Script("imagehub", "--host", "data1", "--publish", PretendedMachine.Program);

        status.ShouldBe(1);
        output.ShouldContain("is that of a Debian package or of a checkout");
        Directory.Exists(_machine["opt/imagehub/releases"]).ShouldBeFalse();
    }

    [Fact]
    public void One_computer_that_fails_does_not_keep_the_others()
    {
        SetUp();
        File.WriteAllText(_machine["hosts.yaml"], """
            datasinks: {hosts: {data1: {ansible_host: unreachable}, data2: {ansible_user: ops}}}
            """);

        // What does not run there is not to stop what runs: an old program goes on.
        Directory.CreateDirectory(_machine["broken"]);
        File.WriteAllText(_machine["broken/Catchment.dll"], "no program");
        var (status, output) = _machine.Script("imagehub", "--inventory", _machine["hosts.yaml"], "--publish", _machine["broken"]);
        status.ShouldBe(1);
        output.ShouldContain("error: data1: imagehub was not deployed");
        output.ShouldContain("does not run there, imagehub was not restarted");
        var calls = _machine.NewCalls();
        calls.ShouldContain("ssh unreachable");
        calls.ShouldContain("ssh ops@data2");
        calls.ShouldNotContain("restart imagehub");
    }

    [Theory]
    [InlineData("which service", "--host", "data1")]
    [InlineData("unknown option --hots", "imagehub", "--hots", "data1")]
    [InlineData("no name of a service", "image;hub", "--host", "data1")]
    [InlineData("Catchment.dll is missing", "imagehub", "--host", "data1", "--publish", "/nowhere")]
    [InlineData("the group sinks", "imagehub", "--group", "sinks")]
    public void Wrong_use_is_told(string expected, params string[] words)
    {
        var (status, output) = _machine.Script(words);
        status.ShouldBe(2, output);
        output.ShouldContain(expected);
    }

    [Fact]
    public void Help_lists_the_options()
    {
        var (status, output) = _machine.Script("--help");
        status.ShouldBe(0);
        output.ShouldContain("--dry-run");
        output.ShouldNotContain("set -euo");
    }

    // What the role leaves: the launcher and the unit.
    private void SetUp()
    {
        Directory.CreateDirectory(_machine["opt/imagehub"]);
        File.Copy(Path.Combine(CommandLine.Repository, "deploy/ansible/roles/catchment/files/catchment"), _machine["opt/imagehub/catchment"]);
        File.WriteAllText(_machine["etc/systemd/system/imagehub.service"], $"[Service]\nExecStart={_machine["opt/imagehub/catchment"]} run hub\n");
    }
}
