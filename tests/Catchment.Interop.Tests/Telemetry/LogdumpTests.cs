using System.Diagnostics;
using System.Text.Json;

namespace Catchment.Interop.Tests.Telemetry;

/// <summary><c>logdump -J</c> as scripts call it.</summary>
public sealed class LogdumpTests : IDisposable
{
    private static readonly string Vectors = Path.Combine(AppContext.BaseDirectory, "Telemetry", "Vectors");
    private static readonly bool Full = Environment.GetEnvironmentVariable("CATCHMENT_TEST_FULL") == "1";

    // One of the instrument's own, one with every type, and one of each kind of damage.
    private static readonly string[] Usual = ["camsci1_", "everytype_", "badutf_", "corrupt_", "cutmsg_"];

    private readonly TelemetryFolder _folder = new();

    public static TheoryData<string> Files =>
        [.. Directory.GetFiles(Vectors, "*.bintel").Select(static f => Path.GetFileName(f)!).Where(static f => Full || Usual.Any(f.StartsWith)).Order(StringComparer.Ordinal)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_gives_the_lines_of_the_dump_tool(string file)
    {
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Vectors, "manifest.json")));
        var facts = manifest.RootElement.EnumerateArray().Single(f => f.GetProperty("file").GetString() == file);
        var (status, output, errors) = Run("-J", "-F", Path.Combine(Vectors, file));
        output.ShouldBe(File.ReadAllText(Path.Combine(Vectors, Path.ChangeExtension(file, ".jsonl"))));
        status.ShouldBe(facts.GetProperty("entries").EnumerateArray().All(static e => e.GetProperty("decodes").GetBoolean()) ? 0 : 1, errors);
        errors.Contains("is not complete", StringComparison.Ordinal).ShouldBe(facts.GetProperty("tail").ValueKind == JsonValueKind.Object);
    }

    [Fact]
    public async Task A_file_that_grows_and_a_newer_one_are_followed()
    {
        const string Name = "camsci1_20240415223050997960288.bintel";
        var bytes = await File.ReadAllBytesAsync(Path.Combine(Vectors, Name));
        var lines = await File.ReadAllLinesAsync(Path.Combine(Vectors, Path.ChangeExtension(Name, ".jsonl")));
        var telem = _folder.Data("opt", "telem");
        var (first, torn) = (Offset(Name, 2), Offset(Name, 4) + 5); // Two entries, then two and some bytes of the next.
        await using var file = new FileStream(Path.Combine(telem, Name), FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        file.Write(bytes.AsSpan(0, first));
        using var program = Start("-J", "-f", "-p", "20", "-d", telem, "-e", ".bintel", "camsci1");
        program.ErrorDataReceived += static (_, _) => { };
        program.BeginErrorReadLine();
        try
        {
            await ShouldComeAsync(lines[..2]);
            file.Write(bytes.AsSpan(first, torn - first));
            await ShouldComeAsync(lines[2..4]);
            file.Write(bytes.AsSpan(torn));
            await ShouldComeAsync(lines[4..]);

            await File.WriteAllBytesAsync(Path.Combine(telem, "camsci10_20240415233050000000000.bintel"), bytes); // Another device's.
            await File.WriteAllBytesAsync(Path.Combine(telem, "camsci1_20240415233050000000000.bintel"), bytes);
            await ShouldComeAsync(lines);
            using var kill = Process.Start("/bin/kill", [$"{program.Id}"]);
            (await program.StandardOutput.ReadLineAsync().InTimeAsync()).ShouldBeNull();
            await program.WaitForExitAsync().InTimeAsync();
            program.ExitCode.ShouldBe(0);
        }
        finally
        {
            if (!program.HasExited)
                program.Kill();
        }

        async Task ShouldComeAsync(IEnumerable<string> expected)
        {
            foreach (var line in expected)
                (await program.StandardOutput.ReadLineAsync().InTimeAsync()).ShouldBe(line);
        }
    }

    [Fact]
    public void What_cannot_be_printed_is_told_in_a_line_and_a_status()
    {
        foreach (var (status, words) in new (int, string[])[] { (2, ["-F", "x.bintel"]), (2, ["-J"]), (1, ["-J", "-F", _folder["none.bintel"]]), (1, ["-J", "-d", _folder["none"], "camsci1"]) })
        {
            var (ended, output, errors) = Run(words);
            output.ShouldNotContain("\"ts\"");
            ended.ShouldBe(status, errors);
            errors.Trim().ShouldNotBeEmpty();
            errors.ShouldNotContain("   at ");
        }
    }

    private static int Offset(string file, int entry)
    {
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Vectors, "manifest.json")));
        return manifest.RootElement.EnumerateArray().Single(f => f.GetProperty("file").GetString() == file).GetProperty("entries")[entry].GetProperty("offset").GetInt32();
    }

    private (int Status, string Output, string Errors) Run(params string[] words)
    {
        using var program = Start(words);
        var errors = program.StandardError.ReadToEndAsync();
        var output = program.StandardOutput.ReadToEnd();
        program.WaitForExit();
        return (program.ExitCode, output, errors.GetAwaiter().GetResult());
    }

    private Process Start(params string[] words) => Process.Start(new ProcessStartInfo(Path.Combine(_folder.Programs, "logdump"), words)
    {
        UseShellExecute = false,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        WorkingDirectory = _folder.Root.FullPath,
    })!;
}
