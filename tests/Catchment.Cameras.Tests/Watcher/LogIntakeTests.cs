using System.Text;
using Catchment.Cameras.Hub;
using Catchment.Cameras.Watcher;
using Catchment.Cameras.Watcher.Outposts;
using Catchment.Cameras.Watcher.Recording;
using Catchment.Core.Storage;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Cameras.Tests.Watcher;

public sealed class LogIntakeTests : IEndedEvents, IDisposable
{
    private static readonly ZmqEndpoint Log = ZmqEndpoint.Parse("tcp://10.0.0.1:5565");

    private readonly WatcherFixture _watcher = new();
    private readonly RecordedLog _log = new();
    private readonly EventStore _store;
    private readonly DayFolders _folders;
    private readonly LogIntake _intake;

    public LogIntakeTests()
    {
        var condition = new RecordingCondition(new FreeSpaceGuard(_watcher.Folders.Images, 0), _watcher.Context);
        _store = new EventStore(_watcher.Folders, Durability.Written);
        _folders = new DayFolders(_watcher.Folders.Images, Durability.Written, static _ => { });
        var registry = new OutpostRegistry(_watcher.Settings, _watcher.State, _watcher.Context);
        var recorder = new EventRecorder(new RecordingParts(
            _watcher.Settings.Options, _store, new PictureStore(_folders, condition, _watcher.Metrics), new OpenEventNotes(_watcher.State, condition, _watcher.Metrics, _log), condition,
            new PreRollBudget(1 << 20), _watcher.Metrics, _watcher.Listener, this, _watcher.Time, _log));
        registry.Added = recorder.Add;
        registry.Add(new WatcherCamera("n", "v", Log, ZmqEndpoint.Parse("tcp://10.0.0.1:5567")));
        _intake = new LogIntake(Log, registry, recorder, _watcher.Metrics, _watcher.Time, _log);
    }

    public void Dispose()
    {
        _store.Dispose();
        _folders.Dispose();
        _watcher.Dispose();
    }

    [Fact]
    public void A_row_costs_no_allocation()
    {
        Take("n.INFO", """ote{"id": "a", "view": "v", "type": "start", "new": true, "fps": 31.9, "camsize": [640, 480], "timestamp": "2024-05-06T10:00:00"}""");
        using var row = Message("n.INFO", """ote{"id": "a", "view": "v", "type": "trk", "timestamp": "2024-05-06T10:00:00.25", "obj": 3, "clas": "person: 0.9, near", "rect": [1, 2, 3, 4]}""");
        for (var i = 0; i < 100; i++)
            _intake.Take(row, Log);
        Allocations.Of(() => _intake.Take(row, Log)).ShouldBe(0);
        _watcher.Metrics.Rows.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void What_cannot_be_used_costs_no_line_and_no_memory_from_the_second_time_on()
    {
        using var bad = Message("n.INFO", """ote{"id": "../x", "view": "v", "type": "trk"}""");
        for (var i = 0; i < 100; i++)
            _intake.Take(bad, Log);
        Allocations.Of(() => _intake.Take(bad, Log)).ShouldBe(0);
        _log.Lines.Count.ShouldBe(1);
    }

    void IEndedEvents.Ended(EndedEvent ended)
    {
        // No event ends here.
    }

    private static ZmqMessage Message(string topic, string text) => ZmqMessage.Copy(Encoding.UTF8.GetBytes(topic), Encoding.UTF8.GetBytes(text + "\n"));

    private void Take(string topic, string text)
    {
        using var message = Message(topic, text);
        _intake.Take(message, Log);
    }
}
