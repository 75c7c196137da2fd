using Catchment.Core.Storage;

namespace Catchment.Core.Tests.Storage;

public sealed class FreeSpaceGuardTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Below_the_low_mark_it_is_low()
    {
        var guard = new FreeSpaceGuard(_root.FullPath, low: long.MaxValue / 2);

        guard.IsLow.ShouldBeTrue();
        guard.High.ShouldBeGreaterThanOrEqualTo(guard.Low);
    }

    [Fact]
    public void With_space_it_is_not_low_and_a_check_changes_nothing()
    {
        var guard = new FreeSpaceGuard(_root.FullPath, low: 1);

        guard.IsLow.ShouldBeFalse();
        guard.Check().ShouldBeFalse();
        guard.Free.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void The_default_mark_is_one_percent_and_at_most_a_quarter_of_a_gibibyte()
    {
        var guard = new FreeSpaceGuard(_root.FullPath);

        guard.Low.ShouldBe(Math.Min(new DriveInfo(_root.FullPath).TotalSize / 100, 256L << 20));
    }
}
