using System.Runtime.Versioning;
using Catchment.Core.Databases;
using Catchment.Files.Settings;

namespace Catchment.Files.Tests.Finder;

/// <summary>Ended at random moments of its work, again and again, a finder comes to the same as one that was not.</summary>
[SupportedOSPlatform("linux")]
public sealed class FinderInterruptionTests
{
    private static readonly bool IsFull = Environment.GetEnvironmentVariable("CATCHMENT_TEST_FULL") == "1";

    [Theory]
    [InlineData(DatabaseKind.Sqlite, false)]
    [InlineData(DatabaseKind.Sqlite, true)]
    [InlineData(DatabaseKind.PostgreSql, false)]
    [InlineData(DatabaseKind.PostgreSql, true)]
    public async Task Whenever_it_is_ended_no_file_is_without_its_row_no_row_without_its_file_and_nothing_is_lost(DatabaseKind kind, bool isOtherMedium)
    {
        var random = new Random(1905 + (int)kind);
        using var memory = isOtherMedium ? new MemoryFolder() : null;
        using var rig = new FinderRig(kind, storage: memory?["storage"]);
        rig.Settings = rig.Settings with { AlternativeAction = FileAction.Noop };
        var contents = new HashSet<string>();
        var kills = 0;
        for (var round = 0; round < (IsFull ? 500 : 15); round++)
        {
            for (var i = random.Next(1, 30); i > 0; i--)
                contents.Add(Put(rig, random, round));
            kills += await InterruptAsync(rig, random);
            if (random.Next(4) == 0)
                kills += await InterruptAsync(rig, random); // Also on the way back.
        }

        kills.ShouldBeGreaterThan(5);
        rig.Reached = _ => { };
        rig.Start();
        await rig.SearchAsync(3);
        await rig.StopAsync();

        FinderScanTests.Unresolved(rig).ShouldBe(0);
        var rows = rig.Rows();
        FinderRig.Tree(rig.Storage).ShouldBe(rows.Select(r => r.Path.Relative));
        foreach (var row in rows)
            row.Checksum.ShouldBe(FinderScanTests.Checksum(Path.Combine(rig.Storage, row.Path.Relative)), row.Path.Relative);
        var left = FinderRig.Tree(rig.Source).Select(f => Path.Combine(rig.Source, f)).Concat(rows.Select(r => Path.Combine(rig.Storage, r.Path.Relative)));
        contents.Except(left.Select(File.ReadAllText)).ShouldBeEmpty();

        // What stays in the source has its reason: its name or its content is tracked.
        foreach (var file in FinderRig.Tree(rig.Source))
        {
            var checksum = FinderScanTests.Checksum(Path.Combine(rig.Source, file));
            rows.ShouldContain(r => r.Path.Name == Path.GetFileName(file) || r.Checksum == checksum, file);
        }
    }

    /// <summary>Puts a file: mostly a new one, sometimes one whose name or content is another's.</summary>
    private static string Put(FinderRig rig, Random random, int round)
    {
        var number = random.Next(8) == 0 ? random.Next(40) : (round * 100) + random.Next(100);
        var content = $"content {(random.Next(10) == 0 ? random.Next(40) : number)}, {round % 3}";
        var path = Path.Combine(rig.Source, $"d{random.Next(3)}/e{random.Next(3)}/{number}.fits");
        if (File.Exists(path))
            return File.ReadAllText(path); // Nobody overwrites it: that would be a loss of their own.
        rig.Write(path, content);
        return content;
    }

    /// <summary>Runs it until it is ended at the n-th moment, or is through.</summary>
    private static async Task<int> InterruptAsync(FinderRig rig, Random random)
    {
        var left = random.Next(1, 50);
        rig.Reached = moment =>
        {
            if (--left == 0)
                throw new InvalidOperationException($"killed at {moment}");
        };
        rig.Start();
        await rig.UntilAsync(() => rig.HasEnded || rig.Searches >= 2, failureIsNews: false);
        var isKilled = rig.HasEnded;
        if (isKilled)
            (await rig.UntilFailedAsync()).ShouldBeOfType<InvalidOperationException>().Message.ShouldContain("killed");
        else
            await rig.StopAsync();
        rig.ForgetProcess();
        return isKilled ? 1 : 0;
    }
}
