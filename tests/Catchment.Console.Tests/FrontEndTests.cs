using System.Diagnostics;

namespace Catchment.WebConsole.Tests;

/// <summary>What the front end's own tools say of it.</summary>
public sealed class FrontEndTests
{
    private static readonly string Repository = Find(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>Where the build copies the sources and installs the packages.</summary>
    private static readonly string Work = Path.Combine(Repository, "artifacts", "obj", "Catchment.Console", "web");

    [Fact]
    public async Task The_types_of_the_sources_fit() =>
        await RunAsync("node", Path.Combine("node_modules", "typescript", "bin", "tsc"), "--noEmit");

    [Fact]
    public async Task The_unit_tests_pass()
    {
        string output = await RunAsync("node", "build.mjs", "--test");
        output.ShouldContain("\n# fail 0\n");
        output.ShouldNotContain("\n# pass 0\n");
    }

    [Fact]
    public void The_lock_file_names_no_registry() =>
        File.ReadAllText(Path.Combine(Repository, "src", "Catchment.Console", "web", "package-lock.json")).ShouldNotContain("resolved");

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Work, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["NODE_OPTIONS"] = "";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }

        process.ExitCode.ShouldBe(0, await output + await error);
        return await output;
    }

    private static string Find(DirectoryInfo folder) =>
        File.Exists(Path.Combine(folder.FullName, "Catchment.slnx")) ? folder.FullName : Find(folder.Parent ?? throw new InvalidOperationException("Not in the source tree."));
}
