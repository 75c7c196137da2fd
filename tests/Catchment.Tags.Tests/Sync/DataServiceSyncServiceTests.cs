using System.Text.Json;
using Catchment.Tags.Sync;
using Catchment.Tags.Sync.Statistics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Catchment.Tags.Tests.Sync;

public sealed class DataServiceSyncServiceTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private PollingServer _polling = null!;
    private StandInGateway _gateway = null!;

    public async Task InitializeAsync()
    {
        _polling = await PollingServer.StartAsync();
        _polling.Show("d", ("a", "1"));
        _gateway = new StandInGateway(_folder["g.sock"]);
    }

    public async Task DisposeAsync() => await _polling.DisposeAsync();

    public void Dispose()
    {
        _gateway.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Is_started_and_stopped_as_the_original()
    {
        await using var sync = new DataServiceSyncService(_folder["g.sock"], 0.01, true, _polling.Url.ToString());
        sync.IsRunning().ShouldBeFalse();
        sync.Start().ShouldBeTrue();
        sync.Start().ShouldBeFalse();
        await WrittenAsync(sync);
        sync.IsRunning().ShouldBeTrue();
        sync.GetStats().Running.ShouldBeTrue();
        sync.Stop();
        sync.IsRunning().ShouldBeFalse();
        sync.Start().ShouldBeTrue();
        await sync.StopAsync(default);
        using var json = JsonDocument.Parse(JsonSerializer.Serialize(sync.GetStats(), SyncStatsJson.Default.SyncStats));
        foreach (var name in new[] { "total_syncs", "successful_writes", "failed_writes", "last_sync_time", "errors", "running" })
            json.RootElement.TryGetProperty(name, out _).ShouldBeTrue(name);
    }

    [Fact]
    public async Task There_is_one_for_the_process()
    {
        DataServiceSyncService.Start(_folder["g.sock"], 0.01, true, _polling.Url.ToString()).ShouldBeTrue();
        DataServiceSyncService.Start().ShouldBeFalse();
        var one = DataServiceSyncService.Get();
        await WrittenAsync(one);
        DataServiceSyncService.Stop();
        one.IsRunning().ShouldBeFalse();
        await one.DisposeAsync();
    }

    [Fact]
    public async Task Is_a_hosted_service()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddHostedService(_ => new DataServiceSyncService(_folder["g.sock"], 0.01, pollingApiUrl: _polling.Url.ToString()));
        using var host = builder.Build();
        await host.StartAsync();
        var sync = host.Services.GetServices<IHostedService>().OfType<DataServiceSyncService>().Single();
        await WrittenAsync(sync);
        await host.StopAsync();
        sync.IsRunning().ShouldBeFalse();
    }

    [Fact]
    public async Task Rules_that_cannot_be_used_end_it_and_are_told()
    {
        await using var sync = new DataServiceSyncService(_folder["g.sock"], settings: new SyncSettings { Rules = _folder["none.yaml"] });
        sync.Start();
        await Eventually.TrueAsync(() => !sync.IsRunning());
        sync.GetStats().Errors.Single().Message.ShouldContain("none.yaml");
    }

    private static Task WrittenAsync(DataServiceSyncService sync) => Eventually.TrueAsync(() => sync.GetStats().SuccessfulWrites > 0);
}
