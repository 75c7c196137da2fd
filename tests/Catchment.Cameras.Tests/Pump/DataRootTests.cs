using System.Text;
using Catchment.Cameras.Pump;
using Catchment.Core.Storage;

namespace Catchment.Cameras.Tests.Pump;

public sealed class DataRootTests : IDisposable
{
    private static readonly DateOnly Day = new(2024, 5, 1);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_day_that_was_replaced_is_another_folder_at_once()
    {
        using var root = new DataRoot(_folder["csv"]);
        Write("csv/2024-05-01/a", "1");
        Has(root, "a").ShouldBeTrue();

        Directory.Move(_folder["csv/2024-05-01"], _folder["old"]);
        root.Open(Day, out _).ShouldBeNull();
        Write("csv/2024-05-01/b", "2");

        Has(root, "a").ShouldBeFalse();
        Has(root, "b").ShouldBeTrue();
    }

    [Fact]
    public void A_root_that_was_replaced_is_another_one_after_the_next_look()
    {
        using var root = new DataRoot(_folder["csv"]);
        Write("csv/2024-05-01/a", "1");
        Has(root, "a").ShouldBeTrue();
        Directory.Move(_folder["csv"], _folder["unmounted"]);

        root.Check().ShouldBeFalse();
        root.Open(Day, out _).ShouldBeNull();
        Write("csv/2024-05-01/b", "2");
        root.Check().ShouldBeTrue();

        Has(root, "b").ShouldBeTrue();
    }

    [Fact]
    public void A_link_in_place_of_a_day_is_no_day()
    {
        using var root = new DataRoot(_folder["csv"]);
        Write("elsewhere/a", "1");
        Directory.CreateDirectory(_folder["csv"]);
        Directory.CreateSymbolicLink(_folder["csv/2024-05-01"], _folder["elsewhere"]);

        root.Open(Day, out _).ShouldBeNull();
    }

    [Fact]
    public void Many_days_and_many_threads_leave_no_descriptor_open_and_none_closed_in_use()
    {
        for (var i = 0; i < 150; i++)
            Write($"csv/{Day.AddDays(i):yyyy-MM-dd}/a", "1");
        var before = Descriptors();
        using (var root = new DataRoot(_folder["csv"]))
        {
            Parallel.For(0, 5000, i =>
            {
                using var folder = root.Open(Day.AddDays(i * 7 % 150), out _).ShouldNotBeNull();
                folder.Handle.Facts("a"u8).ShouldNotBeNull();
                if (i % 500 == 0)
                    root.Check();
            });
            Descriptors().ShouldBeLessThan(before + 66);
        }

        Descriptors().ShouldBe(before);

        int Descriptors() => Directory.GetFiles("/proc/self/fd").Count(f => new FileInfo(f).LinkTarget?.StartsWith(_folder.FullPath, StringComparison.Ordinal) == true);
    }

    [Fact]
    public void A_picture_costs_no_managed_memory()
    {
        Write("images/2024-05-01/e1_2024-05-01_07.32.12.856029.jpg", new string('x', 60_000));
        using var root = new DataRoot(_folder["images"]);
        var pictures = new PictureReader(root);
        using var memories = new FileMemories();
        var (id, time) = ("e1"u8.ToArray(), "2024-05-01_07.32.12.856029"u8.ToArray());

        Allocations.Of(() =>
        {
            var memory = memories.Rent();
            if (!pictures.Read(Day, id, time, memory) || memory.Content.Length != 60_000)
                throw new InvalidOperationException("not read");
            memories.Return(memory);
        }).ShouldBe(0);
    }

    [Fact]
    public void A_picture_at_a_whole_second_is_found_without_its_fraction()
    {
        Write("images/2024-05-01/e1_2024-05-01_07.32.12.000000.jpg", "x");
        using var root = new DataRoot(_folder["images"]);
        var pictures = new PictureReader(root);
        using var memories = new FileMemories();
        var memory = memories.Rent();

        pictures.Read(Day, "e1"u8, "2024-05-01_07.32.12"u8, memory).ShouldBeTrue();
        pictures.Read(Day, "e1"u8, "2024-05-01_07.32.12.000000"u8, memory).ShouldBeTrue();
        pictures.Read(Day, "e"u8, "2024-05-01_07.32.12"u8, memory).ShouldBeFalse();
        memories.Return(memory);
    }

    private static bool Has(DataRoot root, string name)
    {
        using var folder = root.Open(Day, out _).ShouldNotBeNull();
        return folder.Handle.Facts(Encoding.ASCII.GetBytes(name)) is { Kind: FileKind.File };
    }

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        File.WriteAllText(_folder[name], text);
    }
}
