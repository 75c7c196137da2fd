using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Catchment.Cameras.Catalog;

namespace Catchment.WebConsole.Tests.Pictures;

public sealed class PictureRoutesTests : IAsyncLifetime
{
    private static readonly DateTime Morning = new DateTime(2026, 3, 1, 8, 18, 31).AddMicroseconds(809_000);
    private static readonly byte[] Jpeg = [0xFF, 0xD8, 1, 2, 3, 4, 5, 6, 0xFF, 0xD9];

    private ConsoleNode _node = null!;

    public async Task InitializeAsync() => _node = await ConsoleNode.StartAsync();

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Theory]
    [InlineData(FrameFormat.Jpg, "image/jpeg")]
    [InlineData(FrameFormat.Png, "image/png")]
    [InlineData(FrameFormat.Npy, "application/octet-stream")]
    public async Task A_picture_is_served_as_it_is_and_may_be_kept(FrameFormat format, string type)
    {
        _node.Store(Scene.Mailbox, Morning, Jpeg, format);

        using HttpResponseMessage response = await _node.Client.GetAsync(await NewestAsync());

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe(type);
        response.Headers.NonValidated["Cache-Control"].ToString().ShouldBe("private, max-age=31536000, immutable");
        response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        (await response.Content.ReadAsByteArrayAsync()).ShouldBe(Jpeg);
    }

    [Fact]
    public async Task Ranges_tags_and_HEAD_are_understood()
    {
        _node.Store(Scene.Mailbox, Morning, Jpeg);
        string path = await NewestAsync();
        using HttpResponseMessage whole = await _node.Client.GetAsync(path);

        using var part = new HttpRequestMessage(HttpMethod.Get, path);
        part.Headers.Range = new RangeHeaderValue(2, 4);
        using HttpResponseMessage some = await _node.Client.SendAsync(part);
        some.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        (await some.Content.ReadAsByteArrayAsync()).ShouldBe([1, 2, 3]);

        using var again = new HttpRequestMessage(HttpMethod.Get, path);
        again.Headers.IfNoneMatch.Add(whole.Headers.ETag!);
        using HttpResponseMessage same = await _node.Client.SendAsync(again);
        same.StatusCode.ShouldBe(HttpStatusCode.NotModified);

        using HttpResponseMessage head = await _node.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));
        head.StatusCode.ShouldBe(HttpStatusCode.OK);
        head.Content.Headers.ContentLength.ShouldBe(Jpeg.Length);
    }

    [Theory]
    [InlineData("Größe-Küche")]
    [InlineData("100%-%2e%2e")]
    [InlineData("a\"b'c\\d;e&f#g?h")]
    [InlineData(".._.._Climb")]
    [InlineData("")]
    [InlineData("北门")]
    public async Task Odd_names_of_cameras_are_served_too(string label)
    {
        _node.Store(new Camera(label, label, ""), Morning, Jpeg);
        (await _node.Client.GetByteArrayAsync(await NewestAsync())).ShouldBe(Jpeg);
    }

    [Fact]
    public async Task A_frame_that_was_archived_is_found_there_wherever_the_catalog_thinks_it_is()
    {
        _node.Store(Scene.Mailbox, Morning, Jpeg, archived: true);
        (await _node.Client.GetByteArrayAsync(await NewestAsync())).ShouldBe(Jpeg);
    }

    [Fact]
    public async Task A_picture_that_was_removed_is_missing()
    {
        FrameEntry frame = _node.Store(Scene.Mailbox, Morning, Jpeg);
        File.Delete(_node.PathOf(frame));
        (await CodeAsync(await NewestAsync())).ShouldBe(404);
    }

    [Theory]
    [InlineData("/api/v1/pictures/2026-03-01/secret.txt")]
    [InlineData("/api/v1/pictures/2026-03-01/.Driveway-2026-03-01T08.18.31.809000.jpg.tmp")]
    [InlineData("/api/v1/pictures/2026-03-01/Driveway.jpg")]
    [InlineData("/api/v1/pictures/2026-03-01/../state/token")]
    [InlineData("/api/v1/pictures/..%2fstate/token")]
    [InlineData("/api/v1/pictures/2026-03-01/..%2f..%2fstate%2ftoken")]
    [InlineData("/api/v1/pictures/2026-03-01/%2e%2e/%2e%2e/state/token")]
    [InlineData("/api/v1/pictures/2026-03-01/..%2f2026-03-01%2fDriveway-2026-03-01T08.18.31.809000.jpg")]
    [InlineData("/api/v1/pictures/2026-03-01/..%5c2026-03-01%5cDriveway-2026-03-01T08.18.31.809000.jpg")]
    [InlineData("/api/v1/pictures/2026-03-01/%252e%252e%252fDriveway-2026-03-01T08.18.31.809000.jpg")]
    [InlineData("/api/v1/pictures/2026-3-1/Driveway-2026-03-01T08.18.31.809000.jpg")]
    [InlineData("/api/v1/pictures/2026-03-02/Driveway-2026-03-01T08.18.31.809000.jpg")]
    [InlineData("/api/v1/pictures/../Driveway-2026-03-01T08.18.31.809000.jpg")]
    [InlineData("/api/v1/pictures/2026-03-01/Driveway-2026-03-01T08.18.31.809000.JPG")]
    [InlineData("/api/v1/pictures/2026-03-01/Driveway-2026-03-01T08.18.61.809000.jpg")]
    [InlineData("/api/v1/pictures/2026-03-01/Driveway%0a-2026-03-01T08.18.31.809000.jpg")]
    [InlineData("/api/v1/pictures/2026-03-01/2026-03-01T08.18.31.809000.jpg")]
    [InlineData("/api/v1/pictures/2026-03-01/")]
    [InlineData("/api/v1/pictures//etc/passwd")]
    public async Task What_is_no_frames_name_is_missing_whatever_lies_there(string target)
    {
        // Sent as it is: a client library would tidy the path up.
        foreach (string name in new[] { "secret.txt", ".Driveway-2026-03-01T08.18.31.809000.jpg.tmp", "Driveway.jpg", "2026-03-01T08.18.31.809000.jpg" })
        {
            Directory.CreateDirectory(Path.Combine(_node.Images, "2026-03-01"));
            File.WriteAllBytes(Path.Combine(_node.Images, "2026-03-01", name), Jpeg);
        }

        string answer = await SendAsync(target);

        answer.ShouldStartWith("HTTP/1.1 404");
        answer.ShouldNotContain(ConsoleNode.Token);
    }

    [Fact]
    public async Task A_link_that_leads_out_is_not_followed()
    {
        const string Name = "Driveway-2026-03-01T08.18.31.809000.jpg";
        string outside = Path.Combine(_node.Folder, "outside");
        Directory.CreateDirectory(outside);
        File.WriteAllBytes(Path.Combine(outside, Name), Jpeg);
        Directory.CreateDirectory(Path.Combine(_node.Images, "2026-03-01"));
        File.CreateSymbolicLink(Path.Combine(_node.Images, "2026-03-01", Name), Path.Combine(outside, Name));
        Directory.CreateSymbolicLink(Path.Combine(_node.Images, "2026-03-02"), outside);
        File.WriteAllBytes(Path.Combine(outside, Name.Replace("03-01", "03-02", StringComparison.Ordinal)), Jpeg);

        (await CodeAsync($"/api/v1/pictures/2026-03-01/{Name}")).ShouldBe(404);
        (await CodeAsync($"/api/v1/pictures/2026-03-02/{Name.Replace("03-01", "03-02", StringComparison.Ordinal)}")).ShouldBe(404);
    }

    [Fact]
    public async Task A_folder_with_a_frames_name_is_missing()
    {
        Directory.CreateDirectory(Path.Combine(_node.Images, "2026-03-01", "Driveway-2026-03-01T08.18.31.809000.jpg"));
        (await CodeAsync("/api/v1/pictures/2026-03-01/Driveway-2026-03-01T08.18.31.809000.jpg")).ShouldBe(404);
    }

    private async Task<string> NewestAsync()
    {
        using var page = System.Text.Json.JsonDocument.Parse(await _node.Client.GetStringAsync("/api/v1/frames?limit=1"));
        return page.RootElement.GetProperty("items")[0].GetProperty("picture").GetString()!;
    }

    private async Task<int> CodeAsync(string path)
    {
        using HttpResponseMessage response = await _node.Client.GetAsync(path);
        return (int)response.StatusCode;
    }

    private async Task<string> SendAsync(string target)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(_node.Address.Host, _node.Address.Port);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync().InTimeAsync();
    }
}
