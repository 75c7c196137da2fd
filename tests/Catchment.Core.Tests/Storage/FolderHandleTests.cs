using System.Text;
using Catchment.Core.Storage;

namespace Catchment.Core.Tests.Storage;

public sealed class FolderHandleTests : IDisposable
{
    private readonly TemporaryFolder _root = new();
    private readonly FolderHandle _folder;

    public FolderHandleTests() => _folder = FolderHandle.Open(_root.FullPath)!;

    public void Dispose()
    {
        _folder.Dispose();
        _root.Dispose();
    }

    [Fact]
    public void Every_name_is_read_once_as_the_bytes_it_has()
    {
        var names = Enumerable.Range(0, 3000).Select(i => $"frame-ä-{i}").ToList();
        foreach (var name in names)
            File.WriteAllText(_root[name], "");

        var read = new List<string>();
        using var reader = _folder.Read();
        while (reader.TryRead(out var name))
            read.Add(Encoding.UTF8.GetString(name));

        read.Order(StringComparer.Ordinal).ShouldBe(names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Facts_are_those_of_the_name_and_not_of_what_it_links_to()
    {
        File.WriteAllText(_root["file"], "12345");
        Directory.CreateDirectory(_root["folder"]);
        File.CreateSymbolicLink(_root["link"], _root["file"]);
        File.SetLastWriteTimeUtc(_root["file"], new DateTime(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc));

        var file = _folder.Facts("file"u8).ShouldNotBeNull();

        (file.Kind, file.Size).ShouldBe((FileKind.File, 5));
        file.Modified.ShouldBe(new DateTimeOffset(2020, 1, 2, 3, 4, 5, TimeSpan.Zero).ToUnixTimeMilliseconds() * 1_000_000);
        _folder.Facts("folder"u8)!.Value.Kind.ShouldBe(FileKind.Folder);
        _folder.Facts("link"u8)!.Value.Kind.ShouldBe(FileKind.Other);
        _folder.Facts("nothing"u8).ShouldBeNull();
        _folder.Facts().IsSameAs(FolderHandle.Open(_root["folder/.."])!.Facts()).ShouldBeTrue();
    }

    [Fact]
    public void Facts_of_the_target_are_those_of_what_a_name_leads_to()
    {
        File.WriteAllText(_root["file"], "12345");
        File.CreateSymbolicLink(_root["link"], "file");
        File.CreateSymbolicLink(_root["broken"], "nowhere");
        File.CreateSymbolicLink(_root["loop"], "loop");

        _folder.TargetFacts("link"u8).ShouldBe(_folder.Facts("file"u8));
        _folder.TargetFacts("file"u8).ShouldBe(_folder.Facts("file"u8));
        _folder.TargetFacts("broken"u8).ShouldBeNull();
        Should.Throw<StorageException>(() => _folder.TargetFacts("loop"u8));
    }

    [Fact]
    public void A_folder_tells_what_its_names_stand_for_or_nothing()
    {
        File.WriteAllText(_root["file"], "");
        Directory.CreateDirectory(_root["folder"]);
        File.CreateSymbolicLink(_root["link"], "folder");

        using var reader = _folder.Read();
        while (reader.TryRead(out var name, out var kind))
        {
            if (kind is not null)
                kind.ShouldBe(_folder.Facts(name)!.Value.Kind);
        }
    }

    [Fact]
    public void Folders_are_opened_but_links_to_them_are_not()
    {
        Directory.CreateDirectory(_root["folder"]);
        File.CreateSymbolicLink(_root["link"], _root["folder"]);
        File.WriteAllText(_root["file"], "");

        using var folder = _folder.OpenFolder("folder"u8);

        folder.ShouldNotBeNull();
        _folder.OpenFolder("link"u8).ShouldBeNull();
        _folder.OpenFolder("file"u8).ShouldBeNull();
        _folder.OpenFolder("nothing"u8).ShouldBeNull();
        Should.Throw<StorageException>(() => _folder.MakeFolder("link"u8, out _));
        FolderHandle.Open(_root["nothing"]).ShouldBeNull();
    }

    [Fact]
    public void A_folder_that_is_made_twice_is_new_once()
    {
        _folder.MakeFolder("folder"u8, out var first).Dispose();
        _folder.MakeFolder("folder"u8, out var second).Dispose();

        (first, second).ShouldBe((true, false));
    }

    [Fact]
    public void Only_empty_folders_go()
    {
        Directory.CreateDirectory(_root["empty"]);
        Directory.CreateDirectory(_root["full/inner"]);
        File.WriteAllText(_root["file"], "");

        _folder.DeleteEmptyFolder("empty"u8).ShouldBeTrue();
        _folder.DeleteEmptyFolder("full"u8).ShouldBeFalse();
        _folder.DeleteEmptyFolder("file"u8).ShouldBeFalse();
        _folder.DeleteEmptyFolder("nothing"u8).ShouldBeFalse();

        Directory.Exists(_root["empty"]).ShouldBeFalse();
        Directory.Exists(_root["full/inner"]).ShouldBeTrue();
    }

    [Fact]
    public void A_move_replaces_nothing()
    {
        using var target = _folder.MakeFolder("target"u8, out _);
        File.WriteAllText(_root["a"], "new");
        File.WriteAllText(_root["b"], "b");
        File.WriteAllText(_root["target/a"], "old");

        _folder.Move("a"u8, target, "a"u8).ShouldBe(MoveOutcome.Taken);
        _folder.Move("b"u8, target, "c"u8).ShouldBe(MoveOutcome.Moved);
        _folder.Move("b"u8, target, "c"u8).ShouldBe(MoveOutcome.Gone);

        File.ReadAllText(_root["target/a"]).ShouldBe("old");
        File.ReadAllText(_root["a"]).ShouldBe("new");
        File.ReadAllText(_root["target/c"]).ShouldBe("b");
    }

    [Fact]
    public void A_move_onto_another_medium_says_so()
    {
        using var memory = new MemoryFolder();
        using var target = FolderHandle.Open(memory.FullPath)!;
        File.WriteAllText(_root["a"], "a");

        _folder.Move("a"u8, target, "a"u8).ShouldBe(MoveOutcome.OtherMedium);

        File.ReadAllText(_root["a"]).ShouldBe("a");
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("/etc/passwd")]
    [InlineData("a\0b")]
    public void A_name_that_leads_elsewhere_is_refused(string name)
    {
        Should.Throw<ArgumentException>(() => _folder.Delete(Encoding.UTF8.GetBytes(name)));
        Should.Throw<ArgumentException>(() => _folder.Facts(Encoding.UTF8.GetBytes(name)));
    }

    [Fact]
    public void A_file_is_created_once_and_no_link_is_opened()
    {
        _folder.CreateFile("a"u8)!.Dispose();
        File.CreateSymbolicLink(_root["link"], _root["a"]);

        _folder.CreateFile("a"u8).ShouldBeNull();
        _folder.CreateFile("link"u8).ShouldBeNull();
        Should.Throw<StorageException>(() => _folder.OpenFile("link"u8));
        _folder.OpenFile("a"u8).Dispose();
        _folder.Delete("a"u8).ShouldBeTrue();
        _folder.Delete("a"u8).ShouldBeFalse();
    }
}
