using System.Text;
using Catchment.Cameras.Hub;
using Catchment.Core.Diagnostics;
using Catchment.Core.Storage;
using Catchment.Protocols.ZeroMq;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Cameras.Tests.Hub;

public sealed class HubIntakeTests : IDisposable
{
    private readonly TemporaryFolder _root = new();
    private readonly ManualTime _time = new();
    private readonly RecordedContext _context;
    private readonly DayFolders _folders;
    private readonly EventLog _events;
    private readonly NodeMetrics _numbers;
    private readonly FreeSpaceGuard _space;
    private readonly DiskCondition _disk;
    private bool _foldersRefuse;

    public HubIntakeTests()
    {
        _context = new RecordedContext(_time);
        _space = new FreeSpaceGuard(_root.FullPath, low: 0, high: 0);
        _disk = new DiskCondition(_space, _context);
        _numbers = new NodeMetrics(_time, "1");
        _folders = new DayFolders(_root["images"], Durability.Written, _ => { });
        _events = new EventLog(_root.FullPath, Durability.Written, _time);
    }

    public void Dispose()
    {
        _events.Dispose();
        _folders.Dispose();
        _numbers.Dispose();
        _root.Dispose();
    }

    [Fact]
    public void A_folder_that_may_not_be_read_is_answered_shown_and_gone_when_it_may_again()
    {
        using var intake = Intake(Durability.Written);
        _foldersRefuse = true;

        Receive(intake, "cam|jpg").ShouldBe("ERROR not stored");
        Receive(intake, "cam|motion|moving").ShouldBe("OK");
        _context.Degradations.Keys.ShouldBe(["frames"]);

        _foldersRefuse = false;
        Receive(intake, "cam|jpg").ShouldBe("OK");
        _context.Degradations.ShouldBeEmpty();
        Frames().Length.ShouldBe(1);
    }

    [Fact]
    public void The_thread_that_writes_queued_frames_outlives_one_that_cannot_be_stored()
    {
        _foldersRefuse = true;
        using (var intake = Intake(Durability.Queued))
        {
            Receive(intake, "cam|jpg").ShouldBe("OK");
        } // writes what is queued

        _context.Degradations.Keys.ShouldBe(["frames"]);
        _foldersRefuse = false;
        using (var intake = Intake(Durability.Queued))
        {
            Receive(intake, "cam|jpg").ShouldBe("OK");
        }

        Frames().Length.ShouldBe(1);
        _context.Degradations.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Durability.Written)]
    [InlineData(Durability.Synced)]
    [InlineData(Durability.Queued)]
    public void A_name_that_fits_no_file_is_refused_before_anything_else(Durability durability)
    {
        using var intake = Intake(durability);

        Receive(intake, new string('n', 300) + "|jpg").ShouldBe("ERROR node and view are too long");
    }

    private string[] Frames() => Directory.GetFiles(_root["images"], "*.jpg", SearchOption.AllDirectories);

    private static string Receive(HubIntake intake, string text)
    {
        var header = Encoding.UTF8.GetBytes($"{{\"msg\": \"{text}\"}}");
        var message = ZmqMessage.Copy(header, new byte[] { 0xFF, 0xD8, 0xFF, 0xD9 });
        return Encoding.UTF8.GetString(intake.Receive(message)); // A queued message is the hub's from here on.
    }

    private HubIntake Intake(Durability durability)
    {
        var options = new HubOptions { Durability = durability };
        var cap = new DailyCap(10, null, day => _foldersRefuse ? throw new UnauthorizedAccessException("not allowed") : _folders.Count(day));
        var store = new FrameStore(_folders, new FrameClock(_time), cap, _space);
        return new HubIntake(
            store, _events, new PatienceWatch(10, _time), new HubMetrics(_numbers), _disk, () => { }, options, NullLogger.Instance);
    }
}
