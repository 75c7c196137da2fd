using Catchment.Core.Databases;
using Catchment.Files.Ingester;

namespace Catchment.Files.Tests.Ingester;

public sealed class FileCheckTests
{
    [Fact]
    public void An_empty_folder_in_the_place_of_storage_is_a_disk_that_is_not_mounted()
    {
        using var tree = new IngestTree(DatabaseKind.Sqlite);
        Directory.CreateDirectory(tree.Storage);
        var check = new FileCheck(tree.Settings(), tree.Storage, _ => true, _ => { });
        check.HasStorage.ShouldBeFalse("nobody has seen anything in it");
        File.WriteAllText(Path.Combine(tree.Storage, "b.fits"), "b");
        check.HasStorage.ShouldBeTrue();
        File.Delete(Path.Combine(tree.Storage, "b.fits"));
        check.HasStorage.ShouldBeTrue("somebody has taken all out of it");

        Directory.Move(tree.Storage, tree.Storage + ".away");
        check.HasStorage.ShouldBeFalse();
        Directory.CreateDirectory(tree.Storage);
        check.HasStorage.ShouldBeFalse("it is another one, with nothing in it");
        File.WriteAllText(Path.Combine(tree.Storage, "a.fits"), "a");
        check.HasStorage.ShouldBeTrue("another disk");
    }
}
