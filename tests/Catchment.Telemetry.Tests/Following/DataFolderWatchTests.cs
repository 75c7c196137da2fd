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
        _changed.Take(100);
        File.WriteAllText(_folder["data/lost/below/seen"], "1");
        Until(watch, () => _changed.Count > 0 || watch.HasMissed);
        _changed.Take(100).Select(f => f.Path).ShouldContain(_folder["data/lost/below/seen"]);
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
