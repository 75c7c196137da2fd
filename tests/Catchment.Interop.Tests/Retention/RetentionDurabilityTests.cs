using System.Diagnostics;
using Catchment.Interop.Tests.Hub;

namespace Catchment.Interop.Tests.Retention;

/// <summary>Kills while frames leave, and an archive that is full: what must be kept is there, and what was moved is whole.</summary>
[Collection(Alone.Name)]
public sealed class RetentionDurabilityTests : IDisposable
{
    private const int FramesOfEach = 50;

    private static readonly bool Full = Environment.GetEnvironmentVariable("CATCHMENT_TEST_FULL") == "1";
    private static readonly TimeSpan Deadline = Patience.Limit;

    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void After_kill_9_while_frames_leave_nothing_is_missing_and_the_next_round_ends_it()
    {
        var random = new Random(1848);
        for (var round = 0; round < (Full ? 20 : 4); round++)
        {
            using var memory = new MemoryFolder();
            var archive = round % 2 == 0 ? memory.FullPath : Directory.CreateDirectory(_root[$"archive{round}"]).FullName;
            var data = Directory.CreateDirectory(_root[$"data{round}"]).FullName;
            var shelf = new FrameShelf(data, FramesOfEach);
            var leaving = shelf.Old("Drop").Concat(shelf.Old("Move")).Count();
            var file = Configure(round, data, archive);
            var stay = shelf.Count() - random.Next(1, leaving);

            using (var hub = HubProcess.Launch(data, ["run", "hub", "-c", file, "hub.retention.pace=300"]))
            {
                Eventually.True(() => shelf.Count() <= stay, "frames leave");
                hub.Kill();
            }

            Check(shelf, archive);
            Round(file, "hub.retention.pace=0").ExitCode.ShouldBe(0);

            Check(shelf, archive);
            shelf.Old("Drop").ShouldAllBe(f => !shelf.IsThere(f));
            shelf.Old("Move").ShouldAllBe(f => !shelf.IsThere(f));
            Everything(archive).ShouldBe(shelf.Old("Move").Order(StringComparer.Ordinal));
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact]
    public void A_full_archive_loses_nothing_and_takes_the_rest_when_it_has_room()
    {
        using var disk = SmallDisk.Memory(_root["disk"], "1m");
        var data = Directory.CreateDirectory(_root["data"]).FullName;
        var shelf = new FrameShelf(data, FramesOfEach);
        var archive = Directory.CreateDirectory(disk["archive"]).FullName;
        var file = Configure(0, data, archive);

        var (exitCode, error) = Round(file, "hub.retention.pace=0");

        exitCode.ShouldBe(1);
        error.ShouldContain("Frames stay, because they cannot go to the archive");
        shelf.Old("Move").Count(f => FrameShelf.IsWhole(archive, f)).ShouldBeGreaterThan(10);
        Check(shelf, archive);
        Everything(archive).ShouldAllBe(f => f.EndsWith(".jpg", StringComparison.Ordinal));

        var moved = Everything(archive);
        foreach (var frame in moved)
            File.Delete(Path.Combine(archive, frame)); // Somebody empties it.
        Round(file, "hub.retention.pace=0");
        Everything(archive).Length.ShouldBeGreaterThan(10);
        shelf.Old("Move").Except(moved).ShouldAllBe(f => FrameShelf.IsWhole(shelf.Images, f) || FrameShelf.IsWhole(archive, f));
    }

    private static void Check(FrameShelf shelf, string archive)
    {
        shelf.Of("Keep").ShouldAllBe(f => FrameShelf.IsWhole(shelf.Images, f));
        foreach (var camera in new[] { "Drop", "Move" })
            shelf.Of(camera).Where(f => f.StartsWith(shelf.Today, StringComparison.Ordinal) || shelf.IsThere(f)).ShouldAllBe(f => FrameShelf.IsWhole(shelf.Images, f));
        shelf.Old("Move").ShouldAllBe(f => shelf.IsThere(f) || FrameShelf.IsWhole(archive, f));
        Everything(archive).Where(f => f.EndsWith(".jpg", StringComparison.Ordinal)).ShouldAllBe(f => FrameShelf.IsWhole(archive, f));
    }

    private static string[] Everything(string folder) =>
    [
        .. Directory.GetFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
            .Select(f => Path.GetRelativePath(folder, f)).Order(StringComparer.Ordinal),
    ];

    private string Configure(int round, string data, string archive)
    {
        var folder = Directory.CreateDirectory(_root[$"configuration{round}"]).FullName;
        var file = Path.Combine(folder, "catchment.yaml");
        File.WriteAllText(file, $$"""
            hub:
              data_directory: {{data}}
              listen: tcp://127.0.0.1:0
              retention:
                keep_days: 3
                check_every: 1 s
                rules:
                  - { cameras: "Keep *" }
                  - { cameras: "Move *", keep_days: 3, archive_to: {{archive}} }
            """);
        return file;
    }

    private static (int ExitCode, string Error) Round(string file, params string[] words)
    {
        var start = new ProcessStartInfo(HubProcess.Program, ["events", "retention", "-c", file, .. words])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit(Deadline).ShouldBeTrue("the round did not end");
        return (process.ExitCode, error + output.Result);
    }
}
