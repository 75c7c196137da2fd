using Catchment.Tags.Servers;

namespace Catchment.Tags.Tests.Servers;

public sealed class ServerEndpointTests
{
    [Theory]
    [InlineData("tcp://127.0.0.1:5020", "127.0.0.1:5020")]
    [InlineData("*:502", "0.0.0.0:502")]
    [InlineData("localhost:0", "127.0.0.1:0")]
    [InlineData("tcp://[::1]:5020", "[::1]:5020")]
    public void An_endpoint_is_read(string text, string endpoint) => ServerEndpoint.Parse(text).ToString().ShouldBe(endpoint);

    [Theory]
    [InlineData("")]
    [InlineData("127.0.0.1")]
    [InlineData("udp://127.0.0.1:1")]
    [InlineData("gateway.example:5020")]
    [InlineData("127.0.0.1:70000")]
    public void What_is_none_is_told(string text) => Should.Throw<FormatException>(() => ServerEndpoint.Parse(text));
}
