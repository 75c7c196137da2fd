using Catchment.Cameras.Retention;

namespace Catchment.Cameras.Tests.Retention;

/// <summary>Random trees, sizes, rules and clocks, against an oracle that is slow and obviously right.</summary>
public sealed class RetentionPropertyTests
{
    private static readonly DateTime Start = new(2024, 5, 10);
    private static readonly string[] Labels = ["Barn-Door", "Barn-North", "Barn", "Yard", "Yard-ä", ""];
    private static readonly string[] Patterns = ["Barn *", "Barn*", "*", "Yard?*", "Yard", "Barn-?oor"];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 8)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void What_must_leave_leaves_and_nothing_else(int seed)
    {
        var random = new Random(seed);
        var left = 0;
        for (var i = 0; i < 20; i++)
            left += Check(random);
        left.ShouldBeGreaterThan(100);
    }

    private static int Check(Random random)
    {
        using var tree = new FrameTree(Start.AddMinutes(random.Next(24 * 60)));
        using var disk = new TemporaryFolder();
        string[] archives = [Path.Combine(tree.Root, "archive"), .. random.Next(6) == 0 ? [disk.FullPath] : Array.Empty<string>()]; // flushes take their time
        Directory.CreateDirectory(archives[0]);
        Grow(tree, random);
        Clutter(tree, random);
        var options = Options(random, archives);
        var before = tree.Names();
        var contents = before.Where(n => File.Exists(tree[n])).ToDictionary(n => n, n => File.ReadAllText(tree[n]), StringComparer.Ordinal);
        var leaving = RetentionOracle.Leaving(tree, options);
        var rounds = tree.Rounds(options);

        var rehearsal = rounds.Rehearse(CancellationToken.None);
        tree.Names().ShouldBe(before);
        tree.Listener.Frames.ShouldBeEmpty();
        var report = rounds.Run(null, CancellationToken.None);

        report.Troubles.ShouldBeEmpty();
        report.Lines.ShouldBe(rehearsal.Lines);
        report.Files.ShouldBe(leaving.Count);
        report.Bytes.ShouldBe(leaving.Sum(n => contents[n].Length));
        tree.Listener.Names.Order(StringComparer.Ordinal).ShouldBe(leaving.Order(StringComparer.Ordinal));
        Files(tree).ShouldBe(contents.Keys.Except(leaving).Order(StringComparer.Ordinal));
        var archived = archives.SelectMany(a => FrameTree.NamesIn(a).Where(n => File.Exists(Path.Combine(a, n))).Select(n => (Name: n, Path: Path.Combine(a, n)))).ToList();
        archived.Select(a => a.Name).Order(StringComparer.Ordinal)
            .ShouldBe(tree.Listener.Names.Zip(tree.Listener.Frames).Where(f => f.Second.Archived).Select(f => f.First).Order(StringComparer.Ordinal));
        archived.ShouldAllBe(a => File.ReadAllText(a.Path) == contents[a.Name]);

        var after = tree.Names();
        rounds.Run(null, CancellationToken.None).Lines.ShouldBeEmpty();
        tree.Rounds(options).Rehearse(CancellationToken.None).Lines.ShouldBeEmpty();
        tree.Names().ShouldBe(after);
        return leaving.Count;
    }

    private static string[] Files(FrameTree tree) => [.. tree.Names().Where(n => File.Exists(tree[n]))];

    private static void Grow(FrameTree tree, Random random)
    {
        for (var i = random.Next(60); i > 0; i--)
        {
            var time = Start.AddDays(random.Next(-8, 2)).AddTicks(random.NextInt64(TimeSpan.TicksPerDay) / 10 * 10);
            if (random.Next(3) == 0)
                time = new DateTime(time.Ticks - (time.Ticks % TimeSpan.TicksPerHour)); // equal times are there, too
            tree.Frame(Labels[random.Next(Labels.Length)], time, new string('x', random.Next(4) == 0 ? 0 : random.Next(300)), Pick(random, "jpg", "jpg", "png", "npy"));
        }

        for (var i = random.Next(3); i > 0; i--)
            tree.Open.Add(DateOnly.FromDateTime(Start).AddDays(random.Next(-8, 2)));
    }

    /// <summary>What is not the hub's: none of it may be touched, however old.</summary>
    private static void Clutter(FrameTree tree, Random random)
    {
        var old = Start.AddDays(-7);
        if (random.Next(2) == 0)
            tree.Frame("Barn", old, "a frame beside the clutter");
        File.WriteAllText(Path.Combine(tree.Root, "elsewhere"), "what a link leads to");
        Directory.CreateDirectory(tree["2024-05-03"]);
        var clutter = new Action[]
        {
            () => File.WriteAllText(tree["2024-05-03/notes.txt"], "notes"),
            () => File.WriteAllText(tree["2024-05-03/Barn-2024-05-02T00.00.00.000000.jpg"], "of another day"),
            () => File.WriteAllText(tree["2024-05-03/.Barn-2024-05-03T00.00.00.000000.jpg.tmp"], "unfinished"),
            () => File.WriteAllText(tree["2024-05-03/Barn Door-2024-05-03T00.00.00.000000.jpg"], "a blank"),
            () => File.CreateSymbolicLink(tree["2024-05-03/Link-2024-05-03T00.00.00.000000.jpg"], Path.Combine(tree.Root, "elsewhere")),
            () => Directory.CreateDirectory(tree["2024-05-03/Folder-2024-05-03T00.00.00.000000.jpg"]),
            () => Directory.CreateDirectory(tree["lost+found"]),
            () => File.WriteAllText(tree["2024-05-01"], "a file with a day's name"),
            () => LinkedDay(tree, "2023-01-01"),
            () => LinkedDay(tree, "2025-01-01"),
        };
        foreach (var make in clutter.Where(_ => random.Next(4) == 0))
            make();
    }

    private static void LinkedDay(FrameTree tree, string day)
    {
        var folder = Directory.CreateDirectory(Path.Combine(tree.Root, "linked", day));
        File.WriteAllText(Path.Combine(folder.FullName, $"Barn-{day}T00.00.00.000000.jpg"), "behind a link");
        File.CreateSymbolicLink(tree[day], folder.FullName);
    }

    private static RetentionOptions Options(Random random, string[] archives)
    {
        var rules = Enumerable.Range(0, random.Next(4)).Select(_ => new RetentionRuleOptions
        {
            Cameras = Patterns[random.Next(Patterns.Length)],
            KeepDays = Days(random),
            KeepGib = Gib(random),
            ArchiveTo = Archive(random, archives),
        });
        return new RetentionOptions { Rules = [.. rules], KeepDays = Days(random), KeepGib = Gib(random), ArchiveTo = Archive(random, archives), Pace = 0 };
    }

    private static int? Days(Random random) => random.Next(2) == 0 ? null : random.Next(1, 8);

    private static double? Gib(Random random) => random.Next(2) == 0 ? null : random.Next(1, 4000) / (double)(1L << 30);

    private static string? Archive(Random random, string[] archives) => random.Next(2) == 0 ? null : archives[random.Next(archives.Length)];

    private static string Pick(Random random, params string[] words) => words[random.Next(words.Length)];
}
