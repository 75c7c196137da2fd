using System.Diagnostics;
using System.Runtime.Versioning;
using Xunit.Abstractions;

namespace Catchment.Interop.Tests.Soak;

/// <summary>The soak itself: a node that does everything, killed, cut off and without its database, with an audit at the end.</summary>
[SupportedOSPlatform("linux")]
[Collection(Alone.Name)]
public sealed class SoakTests(ITestOutputHelper output)
{
    private static readonly bool Full = Environment.GetEnvironmentVariable("CATCHMENT_TEST_FULL") == "1";

    [Fact]
    public async Task After_kills_cuts_and_restarts_of_the_database_nothing_is_missing_and_nothing_is_there_twice()
    {
        using var folder = new TemporaryFolder();
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Catchment.Soak"), ["--seed", Environment.GetEnvironmentVariable("CATCHMENT_SOAK_SEED") ?? "1"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.FullPath,
        };
        start.Environment.TryAdd("CATCHMENT_SOAK", Full ? "1h" : "20s");
        start.Environment["TMPDIR"] = folder.FullPath;
        File.SetUnixFileMode(folder.FullPath, (UnixFileMode)Convert.ToInt32("755", 8)); // PostgreSQL is another user.
        using var soak = Process.Start(start)!;
        var errors = soak.StandardError.ReadToEndAsync();
        var told = await soak.StandardOutput.ReadToEndAsync();
        await soak.WaitForExitAsync();
        output.WriteLine(told);

        soak.ExitCode.ShouldBe(0, $"{told}\n{await errors}");
        told.ShouldContain("\nclean; ");
    }
}
