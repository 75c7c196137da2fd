using Catchment.Core.Hosting;
using Catchment.Core.Live;

namespace Catchment.Core.Tests.Hosting;

public sealed class ServiceNewsTests
{
    private static readonly DateTimeOffset Began = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Only_what_changed_is_told_under_the_services_name()
    {
        var feed = new LiveFeed();
        using LiveSubscription watcher = feed.Subscribe([NodeHost.ServiceTopic]);
        var news = new ServiceNews(feed);

        news.Tell(null, new ServicesChangedEventArgs([Service("hub"), Service("pump"), Service("status")]));
        (await watcher.TakeAsync(CancellationToken.None).InTimeAsync()).Select(m => m.Key).ShouldBe(["hub", "pump"]);
        news.Tell(null, new ServicesChangedEventArgs([Service("hub"), Service("pump") with { State = ServiceState.Degraded, Reason = "disk" }, Service("status")]));

        LiveMessage only = (await watcher.TakeAsync(CancellationToken.None).InTimeAsync()).ShouldHaveSingleItem();
        only.Payload.ShouldBeOfType<ServiceStatus>().Reason.ShouldBe("disk");
    }

    private static ServiceStatus Service(string name) => new() { Name = name, State = ServiceState.Running, Since = Began };
}
