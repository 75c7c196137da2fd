using Catchment.Cameras.Watcher;
using Catchment.Core.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Catchment.Cameras.Tests.Watcher;

public sealed class DiscardLogTests : ILogger, IDisposable
{
    private readonly ManualTime _time = new();
    private readonly List<string> _lines = [];
    private readonly NodeMetrics _node;
    private readonly DiscardLog _discards;

    public DiscardLogTests()
    {
        _node = new NodeMetrics(_time, "1");
        _discards = new DiscardLog("alpha5 PiCam3", new WatcherMetrics(_node), _time, this);
    }

    public void Dispose() => _node.Dispose();

    [Fact]
    public void Each_reason_is_told_once_an_episode_and_its_end_with_the_count()
    {
        for (var i = 0; i < 1000; i++)
        {
            Happens(WatcherDiscard.NoJpeg, "GIF\nforged line");
            Happens(WatcherDiscard.PictureMessage, "x");
            _time.Advance(TimeSpan.FromSeconds(1));
            _discards.Check();
        }

        _lines.Count.ShouldBe(2);
        _lines[0].ShouldBe("Does not keep what alpha5 PiCam3 sends: pictures that are no JPEG (GIF forged line). Further ones are counted");

        _time.Advance(TimeSpan.FromMinutes(1));
        _discards.Check();
        _lines.Count.ShouldBe(4);
        _lines[2].ShouldContain("after 1000 in ");
        Happens(WatcherDiscard.NoJpeg, "again");
        _lines.Count.ShouldBe(5);
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Add(formatter(state, exception));

    private void Happens(WatcherDiscard reason, string detail)
    {
        if (_discards.Occurs(reason))
            _discards.Tell(reason, detail);
    }
}
