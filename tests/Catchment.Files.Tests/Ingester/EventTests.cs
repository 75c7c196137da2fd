using Catchment.Core.Databases;
using Catchment.Core.Plugins;
using Catchment.Files.Patterns;
using Catchment.Files.Tables;

namespace Catchment.Files.Tests.Ingester;

/// <summary>What stands in the columns of each event.</summary>
public sealed class EventTests
{
    public static TheoryData<DatabaseKind> Kinds => [DatabaseKind.Sqlite, DatabaseKind.PostgreSql];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_status_has_its_columns(DatabaseKind kind)
    {
        using var tree = new IngestTree(kind);
        tree.Add(("a/good.fits", "1"), ("a/bad.fits", "2"), ("a/out.txt", "3"), ("a/gone.fits", "4"), ("a/die.fits", "5"));
        File.Delete(tree.Storage + "/a/gone.fits");
        var before = TimeProvider.System.GetLocalNow().DateTime;
        var called = new Dictionary<string, DateTime>(StringComparer.Ordinal);
        tree.Run(tree.Settings() with { Exclude = PatternList.Parse([@"\.txt$"]) }, PluginUnderTest.Catalog(
            (path, _) =>
            {
                called[Path.GetFileName(path)] = TimeProvider.System.GetLocalNow().DateTime;
                if (path.EndsWith("bad.fits", StringComparison.Ordinal))
                    throw new InvalidDataException("no");
                if (path.EndsWith("die.fits", StringComparison.Ordinal))
                    Thread.CurrentThread.Interrupt();
            },
            "v 1"));
        var after = TimeProvider.System.GetLocalNow().DateTime;
        foreach (var name in new[] { "good.fits", "bad.fits", "out.txt", "gone.fits", "die.fits" })
        {
            var events = tree.Events("a/" + name);
            events.Select(e => e.Status).Take(2).ShouldBe([FileStatus.Untried, FileStatus.Pending]);
            events.Take(2).ShouldAllBe(e => e.Version == null && e.Duration == null && e.Message == null);
            events.Select(e => e.Start).ShouldBeInOrder(SortDirection.Ascending);
            events.Select(e => e.Start).Distinct().Count().ShouldBe(3);
            events.ShouldAllBe(e => LocalTime.At(e.Start) >= before.AddMicroseconds(-1) && LocalTime.At(e.Start) <= after.AddMilliseconds(1));
        }

        var good = tree.Last("a/good.fits");
        (good.Status, good.Version, good.Message).ShouldBe((FileStatus.Success, "v 1", null));
        good.Duration!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        LocalTime.At(good.Start).ShouldBeLessThanOrEqualTo(called["good.fits"].AddMilliseconds(1));
        var bad = tree.Last("a/bad.fits");
        (bad.Status, bad.Version, bad.Message).ShouldBe((FileStatus.Failure, "v 1", "InvalidDataException: no"));
        bad.Duration!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        var ignored = tree.Last("a/out.txt");
        (ignored.Status, ignored.Version, ignored.Duration, ignored.Message).ShouldBe((FileStatus.Ignored, null, TimeSpan.Zero, "on the exclude list"));
        var invalid = tree.Last("a/gone.fits");
        (invalid.Status, invalid.Version, invalid.Duration, invalid.Message).ShouldBe((FileStatus.Invalid, null, TimeSpan.Zero, "no such file in storage"));
        var unknown = tree.Last("a/die.fits");
        (unknown.Status, unknown.Version, unknown.Duration, unknown.Message).ShouldBe((FileStatus.Unknown, null, null, null));
    }

    [Fact]
    public void The_first_check_that_applies_decides()
    {
        using var tree = new IngestTree(DatabaseKind.Sqlite);
        tree.Add(("empty.fits", ""), ("top.txt", "1"), ("a/gone.out", "2"), ("a/gone.fits", "3"));
        tree.Tables.Execute("UPDATE files SET size_bytes = 0 WHERE filename = 'gone.fits'");
        Directory.Delete(tree.Storage + "/a", recursive: true);
        File.WriteAllText(tree.Storage + "/empty.fits", "grown since: the row's size counts");
        var settings = tree.Settings() with { Include = PatternList.Parse([@"\.fits$", @"\.out$"]), Exclude = PatternList.Parse([@"\.out$", @"\.txt$"]) };
        tree.Run(settings, PluginUnderTest.Catalog((_, _) => throw new InvalidOperationException("not called"))).ExitStatus.ShouldBe(0);
        tree.Last("top.txt").Message.ShouldBe("not on the include list"); // Before the exclude list, which has it too.
        tree.Last("a/gone.out").Message.ShouldBe("on the exclude list"); // Before the file is looked for.
        tree.Last("a/gone.fits").Message.ShouldBe("no such file in storage"); // Before its size.
        tree.Last("empty.fits").Message.ShouldBe("the file has 0 bytes");
    }

    [Fact]
    public void A_file_at_the_top_is_named_with_a_dot()
    {
        using var tree = new IngestTree(DatabaseKind.Sqlite);
        tree.Add(("top.fits", "1"), ("a/b.fits", "2"));
        var paths = new List<string>();
        tree.Run(tree.Settings() with { Include = PatternList.Parse([@"^\./top", "^a/b"]) }, PluginUnderTest.Catalog((path, _) => paths.Add(path)));
        paths.Order(StringComparer.Ordinal).ShouldBe([tree.Storage + "/./top.fits", tree.Storage + "/a/b.fits"]);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Any_text_of_a_failure_is_recorded(DatabaseKind kind)
    {
        using var tree = new IngestTree(kind);
        var errors = new Dictionary<string, Exception>(StringComparer.Ordinal)
        {
            ["nul"] = new InvalidDataException("a\0b\ud800c\udc00 \U0001F600"),
            ["lines"] = new InvalidDataException("  one\n  two\n\n"),
            ["empty"] = new InvalidDataException(""),
            ["blank"] = new InvalidDataException(" \n "),
            ["chain"] = new InvalidOperationException("outer", new AggregateException("all", new IOException("disk"), new InvalidDataException("other"))),
            ["own"] = new IngestFailureException("in the program's own words"),
            ["long"] = new InvalidDataException(new string('x', 10_000_000)),
            ["faulty"] = new FaultyException(),
        };
        tree.Add(errors.Keys);
        tree.Run(tree.Settings(), PluginUnderTest.Catalog((path, _) => throw errors[Path.GetFileName(path)]));
        string? Message(string name) => tree.Last(name).Message;
        Message("nul").ShouldBe("InvalidDataException: ab\ufffdc\ufffd \U0001F600");
        Message("lines").ShouldBe("InvalidDataException: one\n  two");
        Message("empty").ShouldBe("InvalidDataException");
        Message("blank").ShouldBe("InvalidDataException");
        Message("chain").ShouldBe("IOException: disk");
        Message("own").ShouldBe("in the program's own words");
        Message("long")!.Length.ShouldBe(64 * 1024);
        Message("faulty").ShouldBe("FaultyException");
        tree.Histories().Values.ShouldAllBe(h => h == "UNTRIED PENDING FAILURE");
    }

    [Fact]
    public void What_the_server_cannot_write_is_written_with_less()
    {
        var name = $"latin_{Guid.NewGuid():N}";
        PostgresServer.Shared.Execute($"CREATE DATABASE {name} ENCODING 'LATIN1' TEMPLATE template0");
        using var tables = new Catchment.Files.Tests.Tables.TestDatabase(PostgresServer.Shared.UrlOf(name));
        using var tree = new IngestTree(tables);
        tree.Add(IngesterServiceTests.Names(5));
        tree.Run(tree.Settings(), PluginUnderTest.Catalog((path, _) => throw new InvalidDataException(path.EndsWith("2.fits", StringComparison.Ordinal) ? "日本" : "été")));
        tree.Last("f001.fits").Message.ShouldBe("InvalidDataException: été");
        tree.Last("f002.fits").Message.ShouldBe("InvalidDataException: ??");
        tree.Histories().Values.ShouldAllBe(h => h == "UNTRIED PENDING FAILURE");
    }

    [Fact]
    public void The_status_may_be_plain_text()
    {
        using var tables = new Catchment.Files.Tests.Tables.TestDatabase(DatabaseKind.PostgreSql);
        tables.Execute("ALTER TABLE file_events ALTER COLUMN status TYPE varchar USING status::text");
        using var tree = new IngestTree(tables);
        tree.Add(IngesterServiceTests.Names(2));
        tree.Run(tree.Settings("NullIngest")).Counts[FileStatus.Success].ShouldBe(2);
        tree.Histories().Values.ShouldAllBe(h => h == "UNTRIED PENDING SUCCESS");
    }

    private sealed class FaultyException : Exception
    {
        public override string Message => throw new InvalidOperationException();
    }
}
