using Catchment.Core.Storage;

namespace Catchment.Core.Tests.Storage;

public sealed class LeftoversTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Temporary_files_go_and_everything_else_stays()
    {
        foreach (var name in new[] { ".a.jpg.tmp", ".b.jpg.tmp", "a.jpg", ".hidden", "b.tmp" })
            File.WriteAllText(_root[name], "x");

        Leftovers.Sweep(_root.FullPath).ShouldBe(2);

        Directory.GetFiles(_root.FullPath).Select(Path.GetFileName).Order().ShouldBe(new[] { ".hidden", "a.jpg", "b.tmp" }.Order());
    }

    [Fact]
    public void A_folder_that_is_not_there_has_none() => Leftovers.Sweep(_root["no"]).ShouldBe(0);
}
