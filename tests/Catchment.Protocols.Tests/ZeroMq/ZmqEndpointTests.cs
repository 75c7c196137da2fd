using Catchment.Protocols.ZeroMq;
using FsCheck;
using FsCheck.Fluent;

namespace Catchment.Protocols.Tests.ZeroMq;

public sealed class ZmqEndpointTests
{
    [Theory]
    [InlineData("tcp://127.0.0.1:5555", "127.0.0.1", 5555, "tcp://127.0.0.1:5555")]
    [InlineData("127.0.0.1:5555", "127.0.0.1", 5555, "tcp://127.0.0.1:5555")]
    [InlineData("tcp://*:5555", "0.0.0.0", 5555, "tcp://0.0.0.0:5555")]
    [InlineData("*:*", "0.0.0.0", 0, "tcp://0.0.0.0:0")]
    [InlineData("tcp://[::1]:5555", "::1", 5555, "tcp://[::1]:5555")]
    [InlineData("[::]:0", "::", 0, "tcp://[::]:0")]
    [InlineData("host:5555", "host", 5555, "tcp://host:5555")]
    [InlineData(" TCP://camera-3.local:65535 ", "camera-3.local", 65535, "tcp://camera-3.local:65535")]
    public void Every_usual_spelling_is_read(string text, string host, int port, string canonical)
    {
        var endpoint = ZmqEndpoint.Parse(text);
        endpoint.Host.ShouldBe(host);
        endpoint.Port.ShouldBe(port);
        endpoint.ToString().ShouldBe(canonical);
        ZmqEndpoint.Parse(canonical).ShouldBe(endpoint);
    }

    [Theory]
    [InlineData(null, "empty")]
    [InlineData(" ", "empty")]
    [InlineData("ipc:///tmp/x", "scheme")]
    [InlineData("host", "no port")]
    [InlineData("tcp://host:", "no port")]
    [InlineData("host:65536", "0 to 65535")]
    [InlineData("host:-1", "0 to 65535")]
    [InlineData("host:+1", "0 to 65535")]
    [InlineData("host:5 5", "0 to 65535")]
    [InlineData(":5555", "no host name")]
    [InlineData("a b:5555", "no host name")]
    [InlineData("::1:5555", "brackets")]
    [InlineData("[host]:5555", "brackets")]
    [InlineData("[]:5555", "no host name")]
    [InlineData("[:::]:5555", "no host name")]
    [InlineData("host/x:5555", "no host name")]
    public void What_is_no_endpoint_is_told_with_the_reason(string? text, string reason)
    {
        ZmqEndpoint.TryParse(text, out var endpoint, out var error).ShouldBeFalse();
        endpoint.ShouldBeNull();
        error.ShouldContain(reason);
    }

    [Fact]
    public void No_text_makes_the_parser_throw()
    {
        Prop.ForAll<string?>(text => ZmqEndpoint.TryParse(text, out var endpoint, out var error) ? endpoint is not null : error is not null)
            .QuickCheckThrowOnFailure();
    }
}
