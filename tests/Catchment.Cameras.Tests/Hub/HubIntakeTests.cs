using System.Text;
using Catchment.Cameras.Catalog;
using Catchment.Cameras.Hub;
using Catchment.Cameras.Pictures;
using Catchment.Core.Diagnostics;
using Catchment.Core.Storage;
using Catchment.Protocols.ImageZmq;
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

    [Theory]
    [InlineData(Durability.Written)]
    [InlineData(Durability.Synced)]
    [InlineData(Durability.Queued)]
    public void Raw_pictures_are_stored_as_png_or_npy(Durability durability)
    {
        using (var intake = Intake(durability))
        {
            ReceiveArray(intake, "cam|image", "uint8", [4, 6, 3]).ShouldBe("OK");
            ReceiveArray(intake, "cam|image", "uint8", [4, 6]).ShouldBe("OK");
            ReceiveArray(intake, "cam|image", ">u2", [4, 6]).ShouldBe("OK");
            Receive(intake, "cam|jpg").ShouldBe("OK");
            ReceiveArray(intake, "cam|motion|moving", "uint8", [2, 2]).ShouldBe("OK");
        }

        var files = Directory.GetFiles(_root["images"], "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray();
        files.Select(Path.GetExtension).ShouldBe([".png", ".png", ".npy", ".jpg"]);
        foreach (var (file, format) in files.Zip([FrameFormat.Png, FrameFormat.Png, FrameFormat.Npy]))
        {
            PictureSize.TryRead(File.ReadAllBytes(file), format, out var width, out var height).ShouldBeTrue();
            (width, height).ShouldBe((6, 4));
        }
    }

    [Fact]
    public void An_image_message_without_an_array_is_refused()
    {
        using var intake = Intake(Durability.Written);

        Receive(intake, "cam|image").ShouldBe("ERROR frame 2 is no array of a dtype and shape in frame 1");
        ReceiveArray(intake, "cam|image", "uint8", [4, 6], missing: 1).ShouldStartWith("ERROR frame 2");
        ReceiveArray(intake, "cam|image", "object", [4, 6]).ShouldStartWith("ERROR frame 2");

        Directory.Exists(_root["images"]).ShouldBeFalse();
    }

    [Fact]
    public void With_store_raw_off_raw_pictures_are_answered_and_not_stored()
    {
        using var intake = Intake(Durability.Written, storeRaw: false);

        ReceiveArray(intake, "cam|image", "uint8", [4, 6, 3]).ShouldBe("OK");
        Receive(intake, "cam|image").ShouldBe("OK");

        Directory.Exists(_root["images"]).ShouldBeFalse();
    }

    [Fact]
    public void A_jpg_message_in_raw_form_is_a_jpg_message()
    {
        using var intake = Intake(Durability.Written);

        ReceiveArray(intake, "cam|jpg", "uint8", [4, 6, 3]).ShouldBe("ERROR frame 2 is no JPEG");
    }

    private string[] Frames() => Directory.GetFiles(_root["images"], "*.jpg", SearchOption.AllDirectories);

    private static string ReceiveArray(HubIntake intake, string text, string type, int[] shape, int missing = 0)
    {
        var size = ArrayElementType.TryParse(Encoding.ASCII.GetBytes(type), out var parsed) ? parsed.Size : 1;
        var header = Encoding.ASCII.GetBytes($"{{\"msg\": \"{text}\", \"dtype\": \"{type}\", \"shape\": {new ArrayShape(shape)}}}");
        var elements = new byte[(shape.Aggregate(1, (a, b) => a * b) * size) - missing];
        return Encoding.UTF8.GetString(intake.Receive(ZmqMessage.Copy(header, elements)));
    }

    private static string Receive(HubIntake intake, string text)
    {
        var header = Encoding.UTF8.GetBytes($"{{\"msg\": \"{text}\"}}");
        var message = ZmqMessage.Copy(header, new byte[] { 0xFF, 0xD8, 0xFF, 0xD9 });
        return Encoding.UTF8.GetString(intake.Receive(message)); // A queued message is the hub's from here on.
    }

    private HubIntake Intake(Durability durability, bool storeRaw = true)
    {
        var options = new HubOptions { Durability = durability };
        var cap = new DailyCap(10, null, day => _foldersRefuse ? throw new UnauthorizedAccessException("not allowed") : _folders.Count(day));
        var store = new FrameStore(_folders, new FrameClock(_time), cap, _space);
        return new HubIntake(
            store, _events, new PatienceWatch(10, _time), new HubMetrics(_numbers), _disk, () => { }, options, storeRaw, NullLogger.Instance);
    }
}
