using System.Text;
using Catchment.Core.Storage;
using FsCheck;
using FsCheck.Fluent;

namespace Catchment.Core.Tests.Storage;

public sealed class AtomicFolderTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    public static TheoryData<Durability> Durabilities => [Durability.Written, Durability.Synced];

    public void Dispose() => _root.Dispose();

    [Theory]
    [MemberData(nameof(Durabilities))]
    public void A_file_has_its_name_and_its_bytes_and_nothing_else_is_there(Durability durability)
    {
        using var folder = AtomicFolder.Open(_root["day"], durability);

        folder.Write("Größe-1.jpg"u8, "content"u8).ShouldBeTrue();

        File.ReadAllText(_root["day/Größe-1.jpg"]).ShouldBe("content");
        Directory.GetFileSystemEntries(_root["day"]).Length.ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Durabilities))]
    public void An_existing_file_is_never_replaced(Durability durability)
    {
        File.WriteAllText(_root["a.jpg"], "first");
        using var folder = AtomicFolder.Open(_root.FullPath, durability);

        folder.Write("a.jpg"u8, "second"u8).ShouldBeFalse();

        File.ReadAllText(_root["a.jpg"]).ShouldBe("first");
        Directory.GetFileSystemEntries(_root.FullPath).Length.ShouldBe(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData("a\0b")]
    public void A_name_that_could_leave_the_folder_is_refused(string name)
    {
        using var folder = AtomicFolder.Open(_root.FullPath, Durability.Written);

        Should.Throw<ArgumentException>(() => folder.Write(Encoding.UTF8.GetBytes(name), "x"u8));
    }

    [Fact]
    public void The_longest_name_fits_and_a_longer_one_is_refused()
    {
        using var folder = AtomicFolder.Open(_root.FullPath, Durability.Written);
        var longest = new byte[AtomicFolder.MaxNameBytes];
        longest.AsSpan().Fill((byte)'n');

        folder.Write(longest, "x"u8).ShouldBeTrue();

        Should.Throw<ArgumentException>(() => folder.Write([.. longest, (byte)'n'], "x"u8));
    }

    [Fact]
    public void A_folder_whose_parent_is_missing_is_not_made()
    {
        var error = Should.Throw<StorageException>(() => AtomicFolder.Open(_root["no/day"], Durability.Written));

        error.IsFolderMissing.ShouldBeTrue();
        error.Message.ShouldContain(_root["no/day"]);
    }

    [Fact]
    public void A_removed_folder_is_told_apart_from_other_failures()
    {
        using var folder = AtomicFolder.Open(_root["day"], Durability.Written);
        Directory.Delete(_root["day"]);

        Should.Throw<StorageException>(() => folder.Write("a.jpg"u8, "x"u8)).IsFolderMissing.ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Durabilities))]
    public void Many_threads_write_at_once_and_every_file_is_whole(Durability durability)
    {
        using var folder = AtomicFolder.Open(_root.FullPath, durability);

        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 16 }, i =>
            folder.Write(Encoding.ASCII.GetBytes($"{i}.jpg"), Encoding.ASCII.GetBytes(new string('x', i))).ShouldBeTrue());

        Directory.GetFiles(_root.FullPath).Length.ShouldBe(400);
        for (var i = 0; i < 400; i++)
            new FileInfo(_root[$"{i}.jpg"]).Length.ShouldBe(i);
    }

    [Fact]
    public void Of_many_writers_of_one_name_exactly_one_wins()
    {
        using var folder = AtomicFolder.Open(_root.FullPath, Durability.Written);
        var won = 0;

        Parallel.For(0, 64, i =>
        {
            if (folder.Write("one.jpg"u8, Encoding.ASCII.GetBytes($"{i}")))
                Interlocked.Increment(ref won);
        });

        won.ShouldBe(1);
        Directory.GetFileSystemEntries(_root.FullPath).Length.ShouldBe(1);
    }

    [Fact]
    public void Writing_allocates_nothing()
    {
        using var folder = AtomicFolder.Open(_root.FullPath, Durability.Written);
        var content = new byte[4096];
        Span<byte> name = stackalloc byte[3];
        "aa0"u8.CopyTo(name);
        folder.Write(name, content);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 1; i < 10; i++)
        {
            name[2] = (byte)('0' + i);
            folder.Write(name, content);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void Any_bytes_under_any_allowed_name_come_back() =>
        Prop.ForAll<byte[], NonEmptyString>((content, text) =>
        {
            var name = new string([.. text.Get.Where(c => c is > ' ' and < '\x7F' and not '/').Take(50)]);
            if (name is "" or "." or "..")
                return;
            using var root = new TemporaryFolder();
            using var folder = AtomicFolder.Open(root.FullPath, Durability.Written);
            folder.Write(Encoding.UTF8.GetBytes(name), content).ShouldBeTrue();
            File.ReadAllBytes(root[name]).ShouldBe(content);
        }).QuickCheckThrowOnFailure();
}
