using Catchment.Core.Diagnostics;
using Catchment.Core.Storage;
using Catchment.Telemetry.Following;

namespace Catchment.Telemetry.Tests.Following;

public sealed class DataFolderWatchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly NodeMetrics _node;
    private readonly LiveContext _context = new(TimeProvider.System);
    private readonly TelemetryMetrics _metrics;
    private readonly TelemetryJournal _journal;
    private readonly ChangedFiles _changed;
    private readonly WakeUp _wake = new(TimeProvider.System);

    public DataFolderWatchTests()
    {
        _node = new NodeMetrics(TimeProvider.System, "1");
        _metrics = new TelemetryMetrics(_node, TimeProvider.System);
        _journal = new TelemetryJournal(_context, _metrics);
        _changed = new ChangedFiles("host", new OwnPaths([]), _journal, TimeProvider.System);
        Directory.CreateDirectory(_folder["data"]);
    }

    [Fact]
    public void Behind_a_loss_new_folders_are_watched()
    {
        using var watch = Watch(mostNames: 1);
        watch.Look();
        watch.HasAppeared.ShouldBeTrue();
        watch.Answered();
        File.WriteAllText(_folder["data/first"], "1");
        Directory.CreateDirectory(_folder["data/lost/below"]); // There is no room for the name of it.
        File.WriteAllText(_folder["data/lost/below/unseen"], "1");
        Until(watch, () => watch.HasMissed);
        watch.Answered();
        var seen = _folder["data/lost/below/seen"];
        Until(watch, () =>
        {
            File.WriteAllText(seen, "1"); // Anew each time, as there is no room for more than what is told late.
            return _changed.Take(100).Any(f => f.Path == seen);
        });
    }

    [Fact]
    public void What_was_taken_during_an_inventory_is_forgotten_when_it_leaves_no_room()
    {
        var changed = new ChangedFiles("host", new OwnPaths([]), _journal, TimeProvider.System) { Most = 2, IsInventoryMade = () => true };
        File.WriteAllText(_folder["data/a"], "1");
        File.WriteAllText(_folder["data/b"], "1");
        changed.Add(_folder["data/"], "a");
        changed.Take(100).Count.ShouldBe(1);
        changed.Retake().ShouldBeTrue();
        changed.Count.ShouldBe(1);
        changed.Add(_folder["data/"], "b");
        changed.Take(100).Count.ShouldBe(2);
        changed.IsFull.ShouldBeTrue();
        changed.Retake().ShouldBeFalse(); // An inventory is to be asked for.
        changed.IsFull.ShouldBeFalse();
        changed.Count.ShouldBe(0);
    }

    [Fact]
    public void A_folder_that_cannot_be_opened_is_watched_when_it_can_be()
    {
        Directory.CreateDirectory(_folder["data/closed"]);
        File.WriteAllText(_folder["data/closed/before"], "1");
        var isClosed = true;
        using var watch = Watch(open: path => isClosed && path.EndsWith("/closed/", StringComparison.Ordinal) ? throw new StorageException("open", path, 13) : FolderHandle.Open(path));
        watch.Look();
        watch.Look();
        _metrics.Totals.Discarded.ShouldBe(1);
        isClosed = false;
        watch.Look();
        _changed.Take(100).Select(f => f.Path).ShouldBe([_folder["data/closed/before"]]);
        File.WriteAllText(_folder["data/closed/behind"], "1");
        Until(watch, () => _changed.Count > 0);
        _changed.Take(100).Select(f => f.Path).ShouldBe([_folder["data/closed/behind"]]);
    }

    public void Dispose()
    {
        _node.Dispose();
        _folder.Dispose();
    }

    private DataFolderWatch Watch(int mostNames = 1000, Func<string, FolderHandle?>? open = null) =>
        new([_folder["data"]], _changed, _wake, _journal) { MostNames = mostNames, Open = open ?? FolderHandle.Open };

    private void Until(DataFolderWatch watch, Func<bool> condition)
    {
        watch.Collect();
        while (!condition())
        {
            _wake.Wait(Patience.Limit, CancellationToken.None);
            watch.Collect();
        }
    }
}
