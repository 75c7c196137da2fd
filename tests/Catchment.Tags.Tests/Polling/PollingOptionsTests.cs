using Catchment.Tags.Settings;

namespace Catchment.Tags.Tests.Polling;

/// <summary>Which polling service is asked. Source: tags 8.7, 13.</summary>
public sealed class PollingOptionsTests
{
    [Theory]
    [InlineData("http://localhost:8000", "http://127.0.0.1:8000", false)]
    [InlineData("http://127.0.0.1:8000/", "http://0.0.0.0:8000", false)]
    [InlineData("http://[::1]:8000", "http://*:8000", false)]
    [InlineData("http://10.1.2.3:8000", "http://10.1.2.3:8000", false)]
    [InlineData("http://localhost:8000", "http://127.0.0.1:8001", true)]
    [InlineData("http://localhost:8000", "http://10.1.2.3:8000", true)]
    [InlineData("http://vista:8000", "http://127.0.0.1:8000", true)]
    [InlineData("http://10.1.2.3:8000", "http://0.0.0.0:8000", true)]
    public void A_gateway_does_not_pull_from_its_own_polling_service(string url, string listen, bool isPulled)
    {
        var polling = new PollingOptions { BaseUrl = url };

        (polling.ToSettings(new PollerOptions { Config = "/etc/poller.yaml", Listen = [listen] }) is not null).ShouldBe(isPulled);
        polling.ToSettings(new PollerOptions { Listen = [listen] })!.BaseUrl.ShouldBe(new Uri(url)); // nothing is polled: nobody of ours listens
        polling.ToSettings(new PollerOptions { Config = "/etc/poller.yaml", Listen = null }).ShouldNotBeNull();
    }

    [Fact]
    public void No_address_is_no_polling_service_and_what_is_no_address_is_refused()
    {
        new PollingOptions { BaseUrl = "" }.ToSettings(new PollerOptions()).ShouldBeNull();
        Should.Throw<FormatException>(() => new PollingOptions { BaseUrl = "ftp://localhost" }.ToSettings(new PollerOptions())).Message.ShouldContain("gateway.polling.base_url");
    }
}
