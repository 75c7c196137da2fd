using System.Net;
using System.Runtime.Versioning;
using Catchment.Core.Diagnostics;
using Catchment.Core.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Catchment.Core.Tests.Hosting;

[UnsupportedOSPlatform("windows")]
public sealed class SignInTests : IAsyncLifetime, IDisposable
{
    private const string Token = "correct horse";

    private readonly TemporaryFolder _folder = new();
    private readonly RecordedLog _log = new();
    private readonly NodeMetrics _metrics = new(TimeProvider.System, "1.2.3");
    private readonly CancellationTokenSource _stop = new();
    private readonly ManualTime _time = new();
    private StateFolder _state = null!;
    private HttpClient _client = null!;
    private Task<int> _run = null!;

    public async Task InitializeAsync()
    {
        _state = StateFolder.Open(_folder["state"]);
        var options = new NodeHostOptions
        {
            Node = "data1",
            HandleSignals = false,
            Environment = _ => null,
            Web = [WebEndpoint.Parse("http://0.0.0.0:0")],
            WebToken = Token,
            MapWeb = app => app.MapGet("/frames", (RequestDelegate)(context => context.Response.WriteAsync("frames"))),
        };
        var host = new NodeHost(options, [ScriptedService.Quiet("hub")], _state, _metrics, _log, _time);
        _run = Task.Run(() => host.RunAsync(_stop.Token));
        string address = (await host.WebAddresses.InTimeAsync())[0].Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal);
        _client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(address) };
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run.InTimeAsync();
    }

    public void Dispose()
    {
        _client.Dispose();
        _stop.Dispose();
        _metrics.Dispose();
        _log.Dispose();
        _state.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_browser_without_the_token_is_led_to_the_page_and_a_program_is_refused()
    {
        using HttpResponseMessage page = await GetAsync("/frames?day=2026-03-01", html: true);
        page.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        page.Headers.Location!.OriginalString.ShouldBe("/login?next=%2Fframes%3Fday%3D2026-03-01");

        using HttpResponseMessage login = await GetAsync(page.Headers.Location.OriginalString, html: true);
        login.StatusCode.ShouldBe(HttpStatusCode.OK);
        string text = await login.Content.ReadAsStringAsync();
        text.ShouldContain("value=\"/frames?day=2026-03-01\"");
        text.ShouldNotContain("data1");
        login.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none'");

        (await CodeAsync("/frames", html: false)).ShouldBe(HttpStatusCode.Unauthorized);
        (await CodeAsync("/api/v1/status", html: true)).ShouldBe(HttpStatusCode.Unauthorized);
        (await CodeAsync("/metrics", html: true)).ShouldBe(HttpStatusCode.Unauthorized);
        (await CodeAsync("/login/../metrics", html: false)).ShouldBe(HttpStatusCode.Unauthorized);
        (await CodeAsync("/login/metrics", html: false)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_token_gives_a_cookie_that_opens_everything_and_is_not_the_token()
    {
        using HttpResponseMessage answer = await SignInAsync(Token, "/frames");

        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        answer.Headers.Location!.OriginalString.ShouldBe("/frames");
        string set = answer.Headers.GetValues("Set-Cookie").Single();
        set.ShouldContain("httponly");
        set.ShouldContain("samesite=strict");
        set.ShouldNotContain("horse");
        string cookie = set[..set.IndexOf(';', StringComparison.Ordinal)];
        (await CodeAsync("/frames", html: true, cookie)).ShouldBe(HttpStatusCode.OK);
        (await CodeAsync("/api/v1/status", html: false, cookie)).ShouldBe(HttpStatusCode.OK);
        (await CodeAsync("/login", html: true, cookie)).ShouldBe(HttpStatusCode.SeeOther);

        foreach (string bad in new[] { cookie + "x", cookie[..^1], cookie.Replace("=1", "=2", StringComparison.Ordinal), cookie[..(cookie.IndexOf('.', StringComparison.Ordinal) + 1)], cookie[..cookie.IndexOf('=', StringComparison.Ordinal)] + "=" + new string('9', 4000) })
            (await CodeAsync("/api/v1/status", html: false, bad)).ShouldBe(HttpStatusCode.Unauthorized, bad);
        _time.Advance(AccessCookie.Lifetime);
        (await CodeAsync("/api/v1/status", html: false, cookie)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_token_in_a_pages_address_is_taken_out_of_it()
    {
        using HttpResponseMessage answer = await GetAsync("/frames?day=2026-03-01&token=correct%20horse", html: true);

        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        answer.Headers.Location!.OriginalString.ShouldBe("/frames?day=2026-03-01");
        answer.Headers.Contains("Set-Cookie").ShouldBeTrue();
        (await CodeAsync("/frames?token=correct%20horse", html: false)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Who_guesses_has_to_wait_and_who_is_signed_in_does_not()
    {
        using HttpResponseMessage own = await SignInAsync(Token, "/");
        string cookie = own.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        for (var i = 0; i < AccessAttempts.MostWrong; i++)
        {
            using HttpResponseMessage wrong = await SignInAsync($"guess {i}", "/");
            wrong.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            (await wrong.Content.ReadAsStringAsync()).ShouldContain("That is not the token.");
        }

        using HttpResponseMessage right = await SignInAsync(Token, "/");
        right.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await CodeAsync("/api/v1/status?token=correct%20horse", html: false)).ShouldBe(HttpStatusCode.TooManyRequests);
        (await CodeAsync("/api/v1/status", html: false, cookie)).ShouldBe(HttpStatusCode.OK);
        _time.Advance(AccessAttempts.Window);
        (await CodeAsync("/api/v1/status?token=correct%20horse", html: false)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Signing_out_takes_the_cookie_away()
    {
        using HttpResponseMessage answer = await _client.PostAsync("/logout", null);

        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        answer.Headers.GetValues("Set-Cookie").Single().ShouldContain("expires=Thu, 01 Jan 1970");
    }

    [Fact]
    public async Task Another_site_can_neither_sign_in_nor_out()
    {
        foreach (string path in new[] { "/login", "/logout" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = Form(Token, "/") };
            request.Headers.Add("Sec-Fetch-Site", "cross-site");
            using HttpResponseMessage answer = await _client.SendAsync(request);
            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData("https://attacker.example", HttpStatusCode.Forbidden)]
    [InlineData("http://127.0.0.1:1", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData("http://HOST", HttpStatusCode.SeeOther)]
    [InlineData("https://HOST", HttpStatusCode.SeeOther)]
    public async Task A_form_counts_only_from_a_page_of_the_host_that_is_asked(string origin, HttpStatusCode expected)
    {
        foreach (string path in new[] { "/login", "/logout" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = Form(Token, "/") };
            request.Headers.Add("Origin", origin.Replace("HOST", _client.BaseAddress!.Authority, StringComparison.Ordinal));
            using HttpResponseMessage answer = await _client.SendAsync(request);
            answer.StatusCode.ShouldBe(expected);
            answer.Headers.Contains("Set-Cookie").ShouldBe(expected == HttpStatusCode.SeeOther);
        }
    }

    [Theory]
    [InlineData("//attacker.example")]
    [InlineData("/\\attacker.example")]
    [InlineData("https://attacker.example")]
    [InlineData("/a\r\nSet-Cookie: x")]
    [InlineData("")]
    public async Task Afterwards_a_browser_stays_on_this_server(string next)
    {
        using HttpResponseMessage answer = await SignInAsync(Token, next);
        answer.Headers.Location!.OriginalString.ShouldBe("/");
    }

    [Fact]
    public async Task What_is_no_form_is_refused()
    {
        using HttpResponseMessage text = await _client.PostAsync("/login", new StringContent("token"));
        text.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using HttpResponseMessage large = await SignInAsync(new string('x', 20_000), "/");
        large.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static FormUrlEncodedContent Form(string token, string next) => new([new("token", token), new("next", next)]);

    private Task<HttpResponseMessage> SignInAsync(string token, string next) => _client.PostAsync("/login", Form(token, next));

    private async Task<HttpStatusCode> CodeAsync(string path, bool html, string? cookie = null)
    {
        using HttpResponseMessage response = await GetAsync(path, html, cookie);
        return response.StatusCode;
    }

    private async Task<HttpResponseMessage> GetAsync(string path, bool html, string? cookie = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (html)
            request.Headers.TryAddWithoutValidation("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        if (cookie is not null)
            request.Headers.TryAddWithoutValidation("Cookie", cookie);
        return await _client.SendAsync(request);
    }
}
