namespace Catchment.DataFeed.Tests;

public sealed class DataFeedUnderAttackTests : IClassFixture<HostilePumpFixture>, IAsyncLifetime, IAsyncDisposable
{
    private static readonly DateOnly Day = new(2024, 5, 1);
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(0.3);

    private readonly HostilePumpFixture _pump;
    private readonly DataFeed _feed;

    public DataFeedUnderAttackTests(HostilePumpFixture pump)
    {
        _pump = pump;
        _feed = new DataFeed(pump.Address, TimeSpan.FromSeconds(20));
    }

    Task IAsyncLifetime.InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public ValueTask DisposeAsync() => _feed.DisposeAsync();

    [Theory]
    [InlineData("bomb", "posix.system")]
    [InlineData("many-values", "more than 4000000 values")]
    [InlineData("empty-payload", "cut off")]
    [InlineData("not-json", "no JSON object")]
    [InlineData("json-list", "no JSON object")]
    [InlineData("json-two", "no JSON object")]
    [InlineData("json-deep", "no JSON object")]
    [InlineData("one-frame", "'{\"msg\": \"OK\"}'")]
    [InlineData("three-frames", "3 frames")]
    [InlineData("error", "'Error'")]
    [InlineData("exception", "'Exception'")]
    [InlineData("forged", "1 frames")]
    [InlineData("too-large", "too large")]
    [InlineData("too-many", "too large")]
    [InlineData("empty", "''")]
    public async Task A_table_that_is_none_is_told_at_once_and_the_next_request_works(string attack, string told)
    {
        (await Should.ThrowAsync<DataFeedException>(() => _feed.GetTrackingDataAsync(Day, attack))).Message.ShouldContain(told);
        (await _feed.HealthCheckAsync()).ShouldBeTrue();
        File.Exists(_pump.Proof).ShouldBeFalse();
    }

    [Theory]
    [InlineData("zipped-bomb", "posix.system")]
    [InlineData("inflates", "more than 67108864 bytes")]
    [InlineData("not-zlib", "not zlib")]
    [InlineData("empty-payload", "cut off")]
    public async Task A_list_that_is_none_is_told_at_once_and_the_next_request_works(string attack, string told)
    {
        (await Should.ThrowAsync<DataFeedException>(() => _feed.GetImageListAsync(Day, attack))).Message.ShouldContain(told);
        (await _feed.HealthCheckAsync()).ShouldBeTrue();
        File.Exists(_pump.Proof).ShouldBeFalse();
    }

    [Fact]
    public async Task An_unknown_answer_to_a_deletion_is_told() =>
        await Should.ThrowAsync<DataFeedException>(() => _feed.DeleteEventAsync(Day, "three-frames"));

    [Fact]
    public async Task Silence_ends_in_time_and_the_next_request_goes_over_a_fresh_connection()
    {
        await using var feed = new DataFeed(_pump.Address, Short);
        await Should.ThrowAsync<TimeoutException>(() => feed.GetImageListAsync(Day, "silent"));
        await using var patient = new DataFeed(_pump.Address);
        (await patient.HealthCheckAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task A_feed_that_timed_out_works_again()
    {
        await using var feed = new DataFeed(_pump.Address, TimeSpan.FromSeconds(2));
        (await feed.HealthCheckAsync()).ShouldBeTrue();
        await Should.ThrowAsync<TimeoutException>(() => feed.GetImageListAsync(Day, "silent"));
        (await feed.HealthCheckAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task A_caller_can_give_up_at_once_and_others_go_on()
    {
        (await _feed.HealthCheckAsync()).ShouldBeTrue();
        using var cancellation = new CancellationTokenSource();
        var asked = _feed.GetImageListAsync(Day, "silent", cancellation.Token);
        var next = _feed.HealthCheckAsync();
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => asked);
        (await next).ShouldBeTrue();
    }

    [Fact]
    public async Task Closing_ends_what_is_under_way_and_what_waits()
    {
        var feed = new DataFeed(_pump.Address);
        (await feed.HealthCheckAsync()).ShouldBeTrue();
        var asked = feed.GetImageListAsync(Day, "silent");
        var waiting = feed.HealthCheckAsync();
        await feed.DisposeAsync();
        await Should.ThrowAsync<ObjectDisposedException>(() => asked);
        await Should.ThrowAsync<ObjectDisposedException>(() => waiting);
        await Should.ThrowAsync<ObjectDisposedException>(() => feed.HealthCheckAsync());
        await feed.DisposeAsync();
    }

    [Fact]
    public async Task A_hundred_callers_wait_without_a_thread_of_the_pool()
    {
        var (pump, address) = PumpVectors.Start(milliseconds: 5);
        using var ended = pump;
        await using var feed = new DataFeed(address);
        (await feed.HealthCheckAsync()).ShouldBeTrue();

        // The calls return while the first of them is still under way, so none of them holds the thread that calls.
        var calls = Enumerable.Range(0, 100).Select(_ => feed.GetDateIndexAsync(Day)).ToArray();
        calls.Count(call => !call.IsCompleted).ShouldBeGreaterThan(50);
        (await Task.WhenAll(calls)).ShouldAllBe(rows => rows.Count == 8);
    }

    [Fact]
    public async Task A_pump_that_is_not_there_is_told_in_time()
    {
        await using var feed = new DataFeed("tcp://127.0.0.1:1", Short);
        (await Should.ThrowAsync<TimeoutException>(() => feed.HealthCheckAsync())).Message.ShouldContain("could not be reached");
    }

    [Theory]
    [InlineData("data1")]
    [InlineData("udp://data1:5556")]
    [InlineData("")]
    public void An_address_that_is_none_is_refused(string address) => Should.Throw<ArgumentException>(() => new DataFeed(address));
}
