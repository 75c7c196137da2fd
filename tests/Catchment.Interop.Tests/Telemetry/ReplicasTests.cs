using System.Diagnostics;
using System.Text.Json;

namespace Catchment.Interop.Tests.Telemetry;

/// <summary>Copies of files with the real program. Source: <c>telemetry</c> 13, 14.</summary>
[Collection(Alone.Name)]
public sealed class ReplicasTests : IDisposable
{
    private const string Host = "exao1";

    private static readonly bool Full = Environment.GetEnvironmentVariable("CATCHMENT_TEST_FULL") == "1";
    private static readonly int MostKills = Full ? 30 : 3;

    private readonly TelemetryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("sqlite", 2)]
    [InlineData("sqlite", 3)]
    [InlineData("postgresql", 2)]
    public void After_a_reinitialisation_a_drive_gives_the_tables_that_its_originals_gave(string kind, int level)
    {
        foreach (var device in new[] { "camsci1", "fwsci1" })
            _folder.Add(Host, device, files: 3, entries: 500);
        _folder.Add(Host, "stagepickoff", files: 2, entries: 500, isTorn: true);
        _folder.AddLines(Host, "labrules", 500);
        _folder.AddPictures(Host, 20);
        var tables = TelemetryTables.New(kind, _folder.Root);
        _folder.Run(tables, "inventory", Host);
        _folder.Run(tables, "backfill", Host);
        var before = tables.Everything();
        before.Count.ShouldBeGreaterThan(4000);

        var drive = Directory.CreateDirectory(_folder["drive"]).FullName;
        Shell($"cp -a {_folder[Host]}/telem {_folder[Host]}/rawimages {drive}/ && rm -r {_folder[Host]}/telem {_folder[Host]}/rawimages");
        Run(tables, "reinit", Host, "--level", $"{level}", "--yes");
        tables.SetUp();
        tables.Everything().ShouldBeEmpty();
        Run(tables, "inventory", "laptop", "--as-host", Host, "--map", $"{drive}={_folder[Host]}");
        Run(tables, "backfill", "laptop", "--as-host", Host);

        tables.Everything().ShouldBe(before);
        tables.Rows("SELECT DISTINCT origin_host, hostname FROM file_replicas").ShouldBe([$"{Host}|laptop"]);
        tables.Count("file_replicas").ShouldBe(tables.Count("file_origins"));
        Status(tables, "laptop").ShouldBe([$"{Host} laptop current {tables.Count("file_origins")}"]);
        Run(tables, "inventory", "laptop", "--as-host", Host, "--map", $"{drive}={_folder[Host]}");
        Run(tables, "backfill", "laptop", "--as-host", Host);
        tables.Everything().ShouldBe(before);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public void Killed_while_it_copies_and_run_again_every_copy_is_whole_and_recorded_once(string kind)
    {
        foreach (var device in new[] { "camsci1", "fwsci1", "tweeter" })
            _folder.Add(Host, device, files: 20, entries: 2000);
        var tables = TelemetryTables.New(kind, _folder.Root);
        _folder.Run(tables, "inventory", Host);
        var files = tables.Count("file_origins");
        var drive = Directory.CreateDirectory(_folder["drive"]).FullName;
        var random = new Random(kind.Length);
        var rate = Directory.GetFiles(_folder.Data(Host, "telem")).Sum(static f => new FileInfo(f).Length) / 4; // Four seconds in all.
        for (var kills = 0; kills < MostKills; kills++)
        {
            var before = Copies(drive).Length;
            using var program = Start(tables, "replicas", Host, "copy", "--to", drive, "--rate-limit", $"{rate}");
            Eventually.True(() => program.HasExited || Copies(drive).Length != before, "it copies");
            if (!program.EndsWithin(TimeSpan.FromMilliseconds(random.Next(800))))
                program.Kill();
            foreach (var copy in Copies(drive))
                File.ReadAllBytes(copy).ShouldBe(File.ReadAllBytes(copy[(drive.Length + Host.Length + 1)..]));
        }

        Run(tables, "replicas", Host, "copy", "--to", drive);
        tables.Count("file_replicas").ShouldBe(files);
        tables.Count("(SELECT DISTINCT origin_path, replica_path FROM file_replicas) AS d").ShouldBe(files);
        Status(tables, Host).ShouldBe([$"{Host} {Host} current {files}"]);
        Directory.GetFiles(drive, ".*.tmp", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }).ShouldBeEmpty();
        Run(tables, "replicas", Host, "verify", drive, "--compare");
        Shell($"diff -r {_folder.Data(Host, "telem")} {drive}/{Host}{_folder.Data(Host, "telem")}");
    }

    [Fact]
    public void Asked_to_stop_it_ends_soon_and_leaves_nothing_half()
    {
        _folder.Add(Host, "camsci1", files: 3, entries: 5000);
        var tables = TelemetryTables.New("sqlite", _folder.Root);
        _folder.Run(tables, "inventory", Host);
        var drive = Directory.CreateDirectory(_folder["drive"]).FullName;
        using var program = Start(tables, "replicas", Host, "copy", "--to", drive, "--rate-limit", "20kB");
        Eventually.True(() => Directory.Exists(Path.Combine(drive, Host)), "it copies");
        program.Terminate().ShouldBe(143);
        Directory.GetFiles(Path.Combine(drive, Host), "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }).Length.ShouldBe((int)tables.Count("file_replicas"));
        Run(tables, "replicas", Host, "copy", "--to", drive);
        tables.Count("file_replicas").ShouldBe(3);
    }

    [Fact]
    public void Copies_go_to_a_store_whose_keys_are_in_a_file()
    {
        using var store = PythonPeer.Start("Telemetry/s3_peer.py", "AKID", "hush-hush", "mars-1", "shelf", "");
        _folder.Add(Host, "camsci1", files: 3, entries: 500);
        var tables = TelemetryTables.New("sqlite", _folder.Root);
        _folder.Run(tables, "inventory", Host);
        File.WriteAllText(_folder["store.toml"], $"[replicas]\nendpoint = \"http://127.0.0.1:{store.ReadLine()}\"\nregion = \"mars-1\"\naccess_key = \"AKID\"\nsecret_key = \"hush-hush\"\n");
        Run(tables, "replicas", Host, "copy", "--to", "s3://shelf/raw", "-c", _folder["store.toml"], "--map", $"telem={Host}:{_folder.Data(Host, "telem")}");
        Run(tables, "replicas", Host, "verify", "s3://shelf/raw", "--compare", "-c", _folder["store.toml"]);
        store.WriteLine("dump");
        using var dump = JsonDocument.Parse(store.ReadLine());
        dump.RootElement.GetProperty("objects").EnumerateObject().Count(static o => o.Name.StartsWith("raw/telem/camsci1_", StringComparison.Ordinal)).ShouldBe(3);
        using var shown = Start(tables, "inventory", Host, "-c", _folder["store.toml"], "--dump-config");
        shown.Output.ShouldNotContain("hush-hush");
    }

    [Theory]
    [InlineData("is no folder", "replicas", "scan", "")]
    [InlineData("--to takes a folder", "replicas", "copy", "--to", "")]
    [InlineData("a store cannot be walked", "inventory", "--as-host", "far", "--map", "s3://shelf/raw=/data")]
    [InlineData("There is no folder /nowhere/", "inventory", "--as-host", "far", "-c", "maps.toml")]
    public void A_place_that_is_none_is_refused_in_plain_words(string why, string subcommand, params string[] words)
    {
        var tables = TelemetryTables.New("sqlite", _folder.Root);
        File.WriteAllText(_folder["maps.toml"], "[replicas]\nmaps = [\"/nowhere=far:/data\", \"s3://shelf/raw=far:/data\"]\n");
        using var program = Start(tables, subcommand, Host, [.. words.Select(w => w == "maps.toml" ? _folder[w] : w)]);
        Eventually.True(() => program.EndsWithin(TimeSpan.FromSeconds(1)), "the program ends");
        var (code, errors) = program.WaitForEnd();
        code.ShouldNotBe(0);
        errors.ShouldContain(why);
        errors.ShouldNotContain("   at ");
    }

    [Fact]
    public void A_volume_of_several_that_is_away_keeps_no_other_from_being_read()
    {
        var drive = Directory.CreateDirectory(_folder["drive"]).FullName;
        File.WriteAllText(Path.Combine(drive, "a"), "content");
        var tables = TelemetryTables.New("sqlite", _folder.Root);
        File.WriteAllText(_folder["maps.toml"], $"[replicas]\nmaps = [\"/nowhere=far:/data\", \"s3://shelf/raw=far:/data\", \"{drive}=far:/more\"]\n");
        Run(tables, "inventory", Host, "--as-host", "far", "-c", _folder["maps.toml"]);
        tables.Rows("SELECT origin_host, origin_path FROM file_origins").ShouldBe(["far|/more/a"]);
    }

    [Fact]
    public void A_copy_that_is_gone_or_damaged_is_told_by_the_status_of_the_program()
    {
        _folder.Add(Host, "camsci1", files: 3, entries: 500);
        var tables = TelemetryTables.New("sqlite", _folder.Root);
        _folder.Run(tables, "inventory", Host);
        var drive = Directory.CreateDirectory(_folder["drive"]).FullName;
        Shell($"cp -a {_folder.Data(Host, "telem")} {drive}/");
        Run(tables, "replicas", Host, "scan", drive, "--map", $"telem={Host}:{_folder.Data(Host, "telem")}", "--compare");
        var copies = Directory.GetFiles(Path.Combine(drive, "telem")).Order().ToArray();
        File.Delete(copies[0]);
        Shell($"touch -r {copies[1]} {drive}/time && printf X | dd of={copies[1]} bs=1 seek=20 conv=notrunc status=none && touch -r {drive}/time {copies[1]}");
        using var verify = Start(tables, "replicas", Host, "verify", drive, "--compare", "--json");
        using var answer = JsonDocument.Parse(verify.Output);
        verify.WaitForEnd().ExitCode.ShouldBe(1);
        answer.RootElement.GetProperty("found").EnumerateArray().Select(static f => f.GetProperty("fault").GetString()).ShouldBe(["gone", "damaged"]);
        Status(tables, Host).ShouldBe([$"{Host} {Host} current 1", $"{Host} {Host} gone 1", $"{Host} {Host} damaged 1"]);
        Run(tables, "replicas", Host, "copy", "--to", drive, "--map", $"telem={Host}:{_folder.Data(Host, "telem")}");
        Status(tables, Host).ShouldBe([$"{Host} {Host} current 3"]);
    }

    private static string[] Copies(string drive) => [.. Directory.GetFiles(drive, "*.bintel", SearchOption.AllDirectories).Where(static f => !Path.GetFileName(f).StartsWith('.'))];

    private static void Shell(string line)
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/bash", ["-c", line]) { UseShellExecute = false, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, errors);
    }

    private ProgramProcess Start(TelemetryTables tables, string subcommand, string host, params string[] words) =>
        new(_folder.Root.FullPath, Path.Combine(_folder.Programs, "xtelemdb"), [subcommand, .. words, $"database.url={tables.Url}", $"hostname={host}"]);

    private void Run(TelemetryTables tables, string subcommand, string host, params string[] words)
    {
        using var program = Start(tables, subcommand, host, words);
        TelemetryFolder.End(program);
    }

    /// <summary>What <c>replicas status</c> counts: originals' host, place, state, files.</summary>
    private List<string> Status(TelemetryTables tables, string host)
    {
        using var program = Start(tables, "replicas", host, "status", "--json");
        return
        [
            .. program.Output.Trim().Split('\n').Select(static line =>
            {
                using var count = JsonDocument.Parse(line);
                var c = count.RootElement;
                return $"{c.GetProperty("origin_host").GetString()} {c.GetProperty("hostname").GetString()} {c.GetProperty("state").GetString()} {c.GetProperty("files").GetInt64()}";
            }),
        ];
    }
}
