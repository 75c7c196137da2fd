using Catchment.Core.Storage;

namespace Catchment.Core.Tests.Storage;

public sealed class SharedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder["shared.csv"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_is_made_when_it_was_not_there()
    {
        SharedFile.Facts(Path).ShouldBeNull();

        SharedFile.TryReplace(Path, null, "one"u8).ShouldBeTrue();

        SharedFile.Read(Path, 3).ShouldBe("one"u8.ToArray());
        Directory.GetFiles(_folder.FullPath).ShouldBe([Path]);
    }

    [Fact]
    public void A_file_that_changed_meanwhile_stays_as_it_is()
    {
        File.WriteAllText(Path, "one");
        var facts = SharedFile.Facts(Path);
        File.WriteAllText(Path, "theirs");

        SharedFile.TryReplace(Path, facts, "ours"u8).ShouldBeFalse();
        SharedFile.TryReplace(Path, null, "ours"u8).ShouldBeFalse();

        File.ReadAllText(Path).ShouldBe("theirs");
        Directory.GetFiles(_folder.FullPath).ShouldBe([Path]);
    }

    [Fact]
    public void What_a_killed_process_left_is_no_hindrance()
    {
        File.WriteAllText(Path, "one");
        File.WriteAllText(_folder[".shared.csv.tmp"], "half");

        SharedFile.TryReplace(Path, SharedFile.Facts(Path), "two"u8).ShouldBeTrue();

        File.ReadAllText(Path).ShouldBe("two");
        Directory.GetFiles(_folder.FullPath).ShouldBe([Path]);
    }

    [Fact]
    public void A_longer_file_than_allowed_is_not_read()
    {
        File.WriteAllText(Path, "one");

        Should.Throw<IOException>(() => SharedFile.Read(Path, 2)).Message.ShouldContain("3 bytes");
    }

    [Fact]
    public void A_file_that_cannot_be_replaced_is_as_it_was()
    {
        Should.Throw<IOException>(() => SharedFile.TryReplace(_folder["none/shared.csv"], null, "one"u8));
        Directory.CreateDirectory(Path);

        Should.Throw<IOException>(() => SharedFile.TryReplace(Path, SharedFile.Facts(Path), "one"u8));

        Directory.GetFiles(_folder.FullPath).ShouldBeEmpty();
    }
}
