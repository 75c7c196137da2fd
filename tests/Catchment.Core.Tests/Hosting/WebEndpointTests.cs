using Catchment.Core.Hosting;
using FsCheck;
using FsCheck.Fluent;

namespace Catchment.Core.Tests.Hosting;

public sealed class WebEndpointTests
{
    [Theory]
    [InlineData("http://127.0.0.1:8088", "127.0.0.1", 8088, true)]
    [InlineData("HTTP://127.0.0.1:8088/", "127.0.0.1", 8088, true)]
    [InlineData("127.0.0.2:1", "127.0.0.2", 1, true)]
    [InlineData("[::1]:0", "::1", 0, true)]
    [InlineData("LocalHost:80", "localhost", 80, true)]
    [InlineData("http://*:65535", "*", 65535, false)]
    [InlineData("+:80", "*", 80, false)]
    [InlineData("0.0.0.0:80", "0.0.0.0", 80, false)]
    [InlineData("[::]:80", "::", 80, false)]
    [InlineData("192.168.1.5:80", "192.168.1.5", 80, false)]
    public void An_address_is_read_with_or_without_scheme(string text, string host, int port, bool loopback)
    {
        WebEndpoint endpoint = WebEndpoint.Parse(text);

        endpoint.ShouldBe(new WebEndpoint(host, port));
        endpoint.IsLoopback.ShouldBe(loopback);
    }

    [Theory]
    [InlineData("")]
    [InlineData("8088")]
    [InlineData(":8088")]
    [InlineData("::1:8088")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("127.0.0.1:-1")]
    [InlineData("127.0.0.1:80/console")]
    [InlineData("https://127.0.0.1:8088")]
    [InlineData("data1.example:80")]
    [InlineData("[127.0.0.1]:80")]
    public void Anything_else_is_refused_with_what_is_allowed(string text) =>
        Should.Throw<FormatException>(() => WebEndpoint.Parse(text)).Message.ShouldContain("http://HOST:PORT");

    [Fact]
    public void Any_text_is_an_address_or_a_format_error() =>
        Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
        {
            try
            {
                WebEndpoint endpoint = WebEndpoint.Parse(text.Get);
                return WebEndpoint.Parse(endpoint.ToString()) == endpoint;
            }
            catch (FormatException)
            {
                return true;
            }
        }));
}
