using Catchment.Telemetry.Schema;
using Microsoft.Extensions.Logging;

namespace Catchment.Telemetry.Tests.Schema;

public sealed class TransactionRetryTests
{
    private readonly ManualTime _clock = new();
    private readonly RecordedLog _log = new();
    private int _tries;

    [Fact]
    public async Task What_a_later_try_brings_is_the_result()
    {
        var result = Task.Run(() => new TransactionRetry(_clock, _log).Run(() => ++_tries < 4 ? throw new TimeoutException("slow") : "done", CancellationToken.None));
        await PassTimeUntilAsync(result);
        (await result).ShouldBe("done");
        _tries.ShouldBe(4);
        _log.Of(LogLevel.Warning).Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_database_that_stays_away_is_given_up_after_a_minute()
    {
        var began = _clock.GetUtcNow();
        var result = Task.Run(() => new TransactionRetry(_clock, _log).Run<int>(() => throw new TimeoutException("slow"), CancellationToken.None));
        await PassTimeUntilAsync(result);
        await Should.ThrowAsync<TimeoutException>(() => result);
        (_clock.GetUtcNow() - began).TotalSeconds.ShouldBeInRange(60, 64);
    }

    [Fact]
    public void What_does_not_pass_is_not_tried_again()
    {
        Should.Throw<InvalidOperationException>(() => new TransactionRetry(_clock, _log).Run<int>(() => throw new InvalidOperationException($"try {++_tries}"), CancellationToken.None));
        _tries.ShouldBe(1);
    }

    [Fact]
    public async Task A_wait_is_ended_when_it_is_asked_for()
    {
        using var stop = new CancellationTokenSource();
        var result = Task.Run(() => new TransactionRetry(_clock, _log).Run<int>(() => throw new TimeoutException("slow"), stop.Token));
        await _clock.TimerSetAsync(null);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => result.InTimeAsync());
    }

    private async Task PassTimeUntilAsync(Task end)
    {
        while (!end.IsCompleted)
        {
            await Task.WhenAny(end, _clock.TimerSetAsync(null)).InTimeAsync();
            _clock.Advance(TimeSpan.FromSeconds(2));
        }
    }
}
