using Catchment.Cameras.Hub;
using Catchment.Core.Storage;

namespace Catchment.Cameras.Tests.Hub;

public sealed class DiskConditionTests : IDisposable
{
    private readonly TemporaryFolder _root = new();
    private readonly RecordedContext _context = new(new ManualTime());

    public void Dispose() => _root.Dispose();

    [Fact]
    public void A_refused_write_shows_until_one_of_its_kind_succeeds()
    {
        var disk = Disk();

        disk.Fails(HubWrite.Frames, new IOException("no room"));
        _context.Degradations.ShouldBe(new Dictionary<string, string> { ["frames"] = "no room" });

        disk.Works(HubWrite.Frames);
        _context.Degradations.ShouldBeEmpty();
    }

    [Fact]
    public void Events_that_are_written_do_not_hide_that_frames_are_not()
    {
        var disk = Disk();
        disk.Fails(HubWrite.Frames, new UnauthorizedAccessException("not allowed"));

        disk.Works(HubWrite.Events);
        disk.Works(HubWrite.State);

        _context.Degradations.Keys.ShouldBe(["frames"]);
        _context.Said.ShouldBe(["-frames"]);
    }

    private DiskCondition Disk() => new(new FreeSpaceGuard(_root.FullPath, low: 0, high: 0), _context);
}
