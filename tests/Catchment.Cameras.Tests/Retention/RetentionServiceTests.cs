using Catchment.Cameras.Retention;
using Catchment.Cameras.Tests.Hub;
using Catchment.Core.Hosting;

namespace Catchment.Cameras.Tests.Retention;

public sealed class RetentionServiceTests : IDisposable
{
    private static readonly DateTime Now = new(2024, 5, 10, 12, 0, 0);
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    private readonly FrameTree _tree = new(Now);
    private readonly RecordedContext _context;
    private readonly CancellationTokenSource _stop = new();

    public RetentionServiceTests() => _context = new RecordedContext(_tree.Time);

    public void Dispose()
    {
        _stop.Dispose();
        _tree.Dispose();
    }

    [Fact]
    public async Task It_does_a_round_at_once_and_one_after_each_interval_until_it_is_stopped()
    {
        var old = _tree.Frame("Cam", Now.AddDays(-5));
        _tree.Frame("Cam", Now);
        var settled = Settled();
        var service = Start(new RetentionOptions { KeepDays = 2, Pace = 0 });
        await settled.InTimeAsync();
        File.Exists(_tree[old]).ShouldBeFalse();

        await Eventually.TrueAsync(() => _tree.Forecaster.Current is not null);
        _tree.Frame("Cam", Now.AddDays(-6));
        settled = Settled();
        _tree.Time.Advance(Every);
        await settled.InTimeAsync();

        await _stop.CancelAsync();
        await service.InTimeAsync();
        _tree.Names().Length.ShouldBe(1);
        _context.Said.ShouldContain("running");
    }

    [Fact]
    public async Task An_archive_that_is_away_shows_until_it_is_there_again()
    {
        _tree.Frame("Cam", Now.AddDays(-5));
        _tree.Frame("Cam", Now);
        var service = Start(new RetentionOptions { KeepDays = 2, ArchiveTo = _tree.Root + "/archive", Pace = 0 });
        await Eventually.TrueAsync(() => _context.Degradations.ContainsKey("archive"));
        _context.Degradations["archive"].ShouldContain("Is its disk mounted?");

        Directory.CreateDirectory(_tree.Root + "/archive");
        var settled = Settled();
        _tree.Time.Advance(Every);
        await settled.InTimeAsync();
        await Eventually.TrueAsync(() => _context.Degradations.Count == 0);
        await _stop.CancelAsync();
        await service.InTimeAsync();
        _tree.Listener.Frames.ShouldHaveSingleItem().Archived.ShouldBeTrue();
    }

    [Fact]
    public async Task A_round_that_another_process_is_at_shows_and_is_made_up_for()
    {
        _tree.Frame("Cam", Now.AddDays(-5));
        _tree.Frame("Cam", Now);
        var state = StateFolder.Make(_tree.Settings(new RetentionOptions()).StateDirectory);
        Task service, settled;
        using (FileLock.Take(Path.Combine(state, "retention.lock"), who => who))
        {
            service = Start(new RetentionOptions { KeepDays = 2, Pace = 0 });
            await Eventually.TrueAsync(() => _context.Degradations.ContainsKey("lock"));
            settled = Settled();
        }

        _tree.Time.Advance(Every);
        await settled.InTimeAsync();
        await Eventually.TrueAsync(() => _context.Degradations.Count == 0);
        await _stop.CancelAsync();
        await service.InTimeAsync();
    }

    private Task Start(RetentionOptions options) =>
        Task.Run(() => new RetentionService(_tree.Rounds(options), Every).RunAsync(_context, _stop.Token));

    private Task Settled()
    {
        var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _tree.Listener.OnSettled = _ => settled.TrySetResult();
        return settled.Task;
    }
}
