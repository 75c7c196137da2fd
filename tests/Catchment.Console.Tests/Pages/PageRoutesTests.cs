using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;

namespace Catchment.WebConsole.Tests.Pages;

public sealed partial class PageRoutesTests
{
    [Fact]
    public async Task Every_page_is_the_front_end_under_a_strict_policy()
    {
        await using ConsoleNode node = await ConsoleNode.StartAsync();
        foreach (string path in new[] { "/", "/frames?day=2026-03-01", "/events", "/services" })
        {
            using HttpResponseMessage response = await node.Client.GetAsync(path);
            response.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            response.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
            string policy = response.Headers.GetValues("Content-Security-Policy").Single();
            policy.ShouldContain("default-src 'self'");
            policy.ShouldNotContain("unsafe");
            response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
            response.Headers.GetValues("Cross-Origin-Resource-Policy").ShouldBe(["same-origin"]);
            (await response.Content.ReadAsStringAsync()).ShouldContain("<div id=\"app\">");
        }

        using HttpResponseMessage unknown = await node.Client.GetAsync("/no/such/page");
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await unknown.Content.ReadAsStringAsync()).ShouldContain("<div id=\"app\">");
        using HttpResponseMessage post = await node.Client.PostAsync("/frames", null);
        post.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task The_files_of_a_page_are_named_by_content_kept_for_good_compressed_and_small()
    {
        await using ConsoleNode node = await ConsoleNode.StartAsync();
        string page = await node.Client.GetStringAsync("/");
        string[] assets = [.. Asset().Matches(page).Select(m => m.Value)];
        assets.Length.ShouldBe(4);
        long size = 0;
        foreach (string asset in assets)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, asset);
            request.Headers.AcceptEncoding.ParseAdd("gzip, br");
            using HttpResponseMessage compressed = await node.Client.SendAsync(request);
            compressed.Headers.CacheControl!.ToString().ShouldContain("immutable");
            compressed.Content.Headers.ContentEncoding.ShouldBe(["br"]);
            byte[] plain = await node.Client.GetByteArrayAsync(asset);
            await using var unpacked = new BrotliStream(await compressed.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
            using var memory = new MemoryStream();
            await unpacked.CopyToAsync(memory);
            memory.ToArray().ShouldBe(plain);
            size += plain.Length;

            using var again = new HttpRequestMessage(HttpMethod.Get, asset);
            again.Headers.IfNoneMatch.Add(compressed.Headers.ETag!);
            using HttpResponseMessage same = await node.Client.SendAsync(again);
            same.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        }

        size.ShouldBeLessThan(250_000);
        Regex.IsMatch(page, "https?://", RegexOptions.None, Patience.Limit).ShouldBeFalse();
    }

    [Theory]
    [InlineData("/assets/..%2findex.html")]
    [InlineData("/assets/../../Catchment.Console.dll")]
    [InlineData("/assets/app.js.br")]
    [InlineData("/assets/nothing.js")]
    public async Task Nothing_but_the_built_files_is_served(string path)
    {
        await using ConsoleNode node = await ConsoleNode.StartAsync();
        using HttpResponseMessage response = await node.Client.GetAsync(path);
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_console_that_was_not_built_says_so_and_how_to_get_it()
    {
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => p with { PagesFolder = Path.Combine(p.ImagesFolder, "nothing"), Node = "<b>node</b>" });
        foreach (string path in new[] { "/", "/frames" })
        {
            using HttpResponseMessage response = await node.Client.GetAsync(path);
            response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            response.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
            string text = await response.Content.ReadAsStringAsync();
            text.ShouldContain("The services run. The web console was not built.");
            text.ShouldContain("apt-get install nodejs npm");
            text.ShouldContain("&lt;b&gt;node&lt;/b&gt;");
        }

        (await node.Client.GetStringAsync("/api/v1/cameras")).ShouldContain("\"items\":[]");
    }

    [GeneratedRegex("/assets/[a-z.]+\\?v=[0-9a-f]{12}", RegexOptions.None, 1000)]
    private static partial Regex Asset();
}
