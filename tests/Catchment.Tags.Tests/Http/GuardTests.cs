using System.Net;
using Catchment.Tags.Settings;

namespace Catchment.Tags.Tests.Http;

/// <summary>Who may ask.</summary>
public sealed class GuardTests
{
    private const string Token = "a token of the plant";

    [Fact]
    public async Task A_token_closes_all_but_health_and_the_empty_page()
    {
        await using var gateway = await TestGateway.StartAsync(new GatewayHttpOptions { Token = Token });

        (await gateway.GetAsync("/health")).Status.ShouldBe(200);
        (await StatusAsync(gateway, "GET", "/")).ShouldBe(200);
        foreach (var path in new[] { "/data", "/events", "/docs", "/metrics", "/nowhere" })
            (await gateway.GetAsync(path)).Status.ShouldBe(401);
        (await gateway.PostAsync("/write", """{"key":"a","value":1}""")).Status.ShouldBe(401);

        (await StatusAsync(gateway, "GET", "/data", ("Authorization", $"Bearer {Token}"))).ShouldBe(200);
        (await StatusAsync(gateway, "GET", "/data", ("Authorization", "Bearer another token"))).ShouldBe(401);
    }

    [Fact]
    public async Task Who_tries_many_tokens_has_to_wait()
    {
        await using var gateway = await TestGateway.StartAsync(new GatewayHttpOptions { Token = Token });
        for (var i = 0; i < 10; i++)
            (await StatusAsync(gateway, "GET", "/data", ("Authorization", $"Bearer {i} is wrong"))).ShouldBe(401);

        (await StatusAsync(gateway, "GET", "/data", ("Authorization", $"Bearer {Token}"))).ShouldBe(429);
        (await gateway.GetAsync("/health")).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("127.0.0.1:8080", 200)]
    [InlineData("localhost", 200)]
    [InlineData("[::1]:99", 200)]
    [InlineData("evil.example", 421)]
    public async Task Without_a_token_loopback_answers_under_its_own_names_only(string host, int status)
    {
        await using var gateway = await TestGateway.StartAsync();

        (await StatusAsync(gateway, "GET", "/data", ("Host", host))).ShouldBe(status);
    }

    [Fact]
    public async Task A_foreign_page_changes_nothing_and_an_own_or_invited_one_does()
    {
        await using var gateway = await TestGateway.StartAsync();

        (await StatusAsync(gateway, "POST", "/simulate", ("Origin", "http://evil.example"))).ShouldBe(403);
        (await StatusAsync(gateway, "POST", "/simulate", ("Origin", "null"))).ShouldBe(403);
        (await StatusAsync(gateway, "POST", "/simulate", ("Origin", gateway.Address.GetLeftPart(UriPartial.Authority)))).ShouldBe(200);
        (await StatusAsync(gateway, "POST", "/simulate", ("Origin", "http://localhost:3001"))).ShouldBe(200);
    }

    [Fact]
    public async Task Preflights_name_what_is_allowed_and_foreign_ones_are_refused()
    {
        await using var gateway = await TestGateway.StartAsync(new GatewayHttpOptions { CorsOrigins = ["http://panel.example"], Token = Token });
        using var request = new HttpRequestMessage(HttpMethod.Options, "/write");
        request.Headers.Add("Origin", "http://panel.example");
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "content-type,authorization");

        using var response = await gateway.Client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["http://panel.example"]);
        response.Headers.GetValues("Access-Control-Allow-Headers").ShouldBe(["content-type,authorization"]);
        response.Headers.GetValues("Access-Control-Allow-Methods").Single().ShouldContain("DELETE");
        (await StatusAsync(gateway, "OPTIONS", "/write", ("Origin", "http://evil.example"), ("Access-Control-Request-Method", "POST"))).ShouldBe(400);
    }

    [Fact]
    public async Task Any_origin_may_be_invited_but_not_with_cookies()
    {
        await using var gateway = await TestGateway.StartAsync(new GatewayHttpOptions { CorsOrigins = ["*"] });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/data");
        request.Headers.Add("Origin", "http://anywhere.example");

        using var response = await gateway.Client.SendAsync(request);

        response.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["*"]);
        response.Headers.Contains("Access-Control-Allow-Credentials").ShouldBeFalse();
    }

    private static async Task<int> StatusAsync(TestGateway gateway, string method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await gateway.Client.SendAsync(request);
        return (int)response.StatusCode;
    }
}
