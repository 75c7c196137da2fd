using Catchment.Core.Diagnostics;
using Catchment.Files.Notifications;
using Catchment.Files.Settings;
using Catchment.Files.Tables;
using Catchment.Files.Tests.Ingester;

namespace Catchment.Files.Tests.Notifications;

public sealed class NotifierServiceTests : IAsyncDisposable
{
    private static readonly TimeSpan Gather = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly WebhookServer _server = new();
    private readonly ManualTime _time = new();
    private readonly NodeMetrics _metrics;
    private readonly RecordedContext _context;
    private readonly CancellationTokenSource _stop = new();
    private readonly ResultNews _news = new(new HashSet<FileStatus> { FileStatus.Failure, FileStatus.Unknown }, 2);
    private readonly Task _running;

    public NotifierServiceTests()
    {
        _metrics = new NodeMetrics(_time, "1");
        _context = new RecordedContext(_time);
        var settings = new NotificationSettings { Webhook = _server.Address, Statuses = new HashSet<FileStatus>(), Interval = Interval, Listed = 2 };
        _running = Task.Run(() => new NotifierService(settings, _news, "dome <1>", new NotifierMetrics(_metrics)).RunAsync(_context, _stop.Token));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _server.Dispose();
        _metrics.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public async Task The_first_is_told_at_once_and_what_follows_together_when_the_interval_is_over()
    {
        _news.Add(FileStatus.Success, "good.fits", null);
        _news.Add(FileStatus.Failure, "night/a.fits (1)", "IOError: <!channel> a & b\nc");
        await GatherAsync();
        (await _server.NextAsync()).ShouldBe("dome &lt;1&gt;: 1 file FAILURE\n• night/a.fits (1): FAILURE, IOError: &lt;!channel&gt; a &amp; b c");

        await _time.TimerSetAsync(Interval);
        for (var i = 2; i <= 1000; i++)
            _news.Add(FileStatus.Failure, $"f{i}", new string('x', 500));
        _news.Add(FileStatus.Unknown, null, null, count: 3);
        _time.Advance(Interval);
        await GatherAsync();
        var text = await _server.NextAsync();
        text.ShouldStartWith("dome &lt;1&gt;: 999 files FAILURE, 3 files UNKNOWN\n• f2: FAILURE, xxx");
        text.ShouldEndWith("x…\n… and 1000 more");
        text.Length.ShouldBeLessThan(600);
        _server.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task What_is_not_taken_is_kept_together_and_told_when_it_is()
    {
        _server.Answer((500, null), (429, "30"));
        _news.Add(FileStatus.Failure, "a", null);
        await GatherAsync();
        await _server.NextAsync();
        await Eventually.TrueAsync(() => _context.Degradations.ContainsKey("webhook"));
        _context.Degradations["webhook"].ShouldNotContain("secret");
        _news.Add(FileStatus.Failure, "b", null);
        await AdvanceUntilAsync();
        (await _server.NextAsync()).ShouldStartWith("dome &lt;1&gt;: 2 files FAILURE");
        await _time.TimerSetAsync(TimeSpan.FromSeconds(30));
        _time.Advance(TimeSpan.FromSeconds(29));
        _server.Waiting.ShouldBe(0);
        await AdvanceUntilAsync();
        (await _server.NextAsync()).ShouldBe("dome &lt;1&gt;: 2 files FAILURE\n• a: FAILURE\n• b: FAILURE");
        await Eventually.TrueAsync(() => _context.Degradations.Count == 0);
    }

    [Fact]
    public async Task What_waits_at_a_stop_is_told_then()
    {
        _news.Add(FileStatus.Unknown, "a", null);
        await _stop.CancelAsync();
        (await _server.NextAsync()).ShouldBe("dome &lt;1&gt;: 1 file UNKNOWN\n• a: UNKNOWN");
    }

    [Fact]
    public async Task What_comes_of_a_stop_is_told_too()
    {
        using var adding = _news.Adding();
        _news.Add(FileStatus.Failure, "before", null);
        await _time.TimerSetAsync(Gather);
        await _stop.CancelAsync();
        _news.Add(FileStatus.Unknown, "cut", null);
        adding.Dispose();
        (await _server.NextAsync()).ShouldBe("dome &lt;1&gt;: 1 file FAILURE, 1 file UNKNOWN\n• before: FAILURE\n• cut: UNKNOWN");
    }

    private async Task GatherAsync()
    {
        await _time.TimerSetAsync(Gather);
        _time.Advance(Gather);
    }

    /// <summary>Lets time pass until a message comes.</summary>
    private async Task AdvanceUntilAsync()
    {
        var message = _server.ArrivesAsync();
        while (await Task.WhenAny(message, _time.TimerSetAsync(null)) != message)
            _time.Advance(TimeSpan.FromSeconds(1));
    }
}
