using System.Diagnostics;

namespace Catchment.Interop.Tests.Tags;

/// <summary>The units for systemd are such that systemd finds nothing wrong with them.</summary>
public sealed class DataServiceUnitTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("dataservice.service", "dataservice")]
    [InlineData("dataservice-sync.service", "sync_runner")]
    public void A_unit_is_verified_with_the_program_where_it_lies(string unit, string command)
    {
        // Only the place of the checkout is another one: systemd looks whether the program is there.
        var text = File.ReadAllText(Path.Combine(CommandLine.Repository, "deploy/systemd", unit));
        text.ShouldContain($"ExecStart=/opt/catchment/catchment {command}\n");
        text.ShouldContain("WorkingDirectory=/var/lib/dataservice\n", customMessage: "in one folder the gateway finds the sync's statistics");
        Write(text.Replace("/opt/catchment", CommandLine.Repository, StringComparison.Ordinal));
        Verify().ShouldBe((0, ""));

        // It does find what is wrong.
        Write(text);
        Verify().Errors.ShouldContain(File.Exists("/opt/catchment/catchment") ? "" : "/opt/catchment/catchment");
        Write(text.Replace("/opt/catchment", CommandLine.Repository, StringComparison.Ordinal).Replace("RestartSec=", "RestartSecs=", StringComparison.Ordinal));
        Verify().Errors.ShouldContain("RestartSecs");

        void Write(string unitText) => File.WriteAllText(_folder[unit], unitText);

        (int Status, string Errors) Verify()
        {
            var start = new ProcessStartInfo("systemd-analyze", ["verify", "--man=no", "--recursive-errors=no", _folder[unit]]) { UseShellExecute = false, RedirectStandardError = true };
            start.Environment["SYSTEMD_COLORS"] = "0";
            start.Environment["LC_ALL"] = "C";
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, errors);
        }
    }
}
