using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Catchment.Cameras.Events;
using Catchment.Cameras.Recordings;
using Catchment.Cameras.Video;

namespace Catchment.WebConsole.Tests.Recordings;

public sealed class RecordingVideoTests
{
    private static readonly DateTime Start = new(2026, 3, 1, 8, 0, 0);

    [Theory]
    [InlineData("")]
    [InlineData("?set=trk,fr1")]
    public async Task A_film_has_its_pictures_at_their_own_times(string question)
    {
        using var world = new RecordingWorld();
        Recording recording = world.Add(1, Start, pictures: 5);
        world.AddSet(recording.Key, "fr1", "Ann: 99.61% (0.5|-0.1|1|1)");

        // A gap of two seconds, one damaged picture and an empty one.
        File.WriteAllBytes(world.Folders.PictureOf(recording.Key, Start.AddMilliseconds(2800)), Scene.Pictures[2]);
        File.WriteAllBytes(world.Folders.PictureOf(recording.Key, Start.AddMilliseconds(3000)), Scene.Pictures[3]);
        File.WriteAllText(world.Folders.PictureOf(recording.Key, Start.AddMilliseconds(1000)), "no picture");
        File.WriteAllBytes(world.Folders.PictureOf(recording.Key, Start.AddMilliseconds(1200)), []);
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => world.Into(p, r => r with { Video = new EventVideoOptions { Folder = world.Folders.Csv } }));

        using HttpResponseMessage response = await node.Client.GetAsync($"/api/v1/{PathOf(recording)}/video{question}");
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        response.Content.Headers.ContentType!.MediaType.ShouldBe("video/mp4");
        byte[] film = await response.Content.ReadAsByteArrayAsync();
        film.AsSpan(4, 4).ToArray().ShouldBe("ftyp"u8.ToArray());
        film.AsSpan().IndexOf("moov"u8).ShouldBeLessThan(film.AsSpan().IndexOf("mdat"u8), "the index comes first, so that a browser begins at once");

        string path = Path.Combine(world.Folders.Images, "film.mp4");
        await File.WriteAllBytesAsync(path, film);
        using var facts = JsonDocument.Parse(await ProbeAsync(path));
        JsonElement stream = facts.RootElement.GetProperty("streams")[0];
        stream.GetProperty("codec_name").GetString().ShouldBe("h264");
        stream.GetProperty("pix_fmt").GetString().ShouldBe("yuv420p");
        double[] times = [.. facts.RootElement.GetProperty("frames").EnumerateArray().Select(f => double.Parse(f.GetProperty("pts_time").GetString()!, CultureInfo.InvariantCulture))];
        times.Select(t => Math.Round(t - times[0], 3)).ShouldBe([0, 0.2, 0.4, 0.6, 0.8, 2.8, 3.0]);
        await node.StopAsync();
        Directory.GetFiles(world.Folders.Csv).ShouldBeEmpty("nothing of a film stays where it was made");
    }

    [Fact]
    public async Task Without_an_encoder_it_says_how_to_get_one()
    {
        using var world = new RecordingWorld();
        Recording recording = world.Add(1, Start);
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => world.Into(p, r => r with { Video = new EventVideoOptions { Encoder = "/nowhere/ffmpeg" } }));
        using HttpResponseMessage response = await node.Client.GetAsync($"/api/v1/{PathOf(recording)}/video");
        response.StatusCode.ShouldBe(HttpStatusCode.NotImplemented);
        (await response.Content.ReadAsStringAsync()).ShouldContain("not on this machine; install it with \\u0027apt install ffmpeg");
    }

    [Fact]
    public async Task An_encoder_that_knows_only_the_newer_option_for_boxes_is_asked_by_it()
    {
        using var world = new RecordingWorld();
        Recording recording = world.Add(1, Start);
        string encoder = Path.Combine(world.Folders.Images, "ffmpeg9");
        File.WriteAllText(encoder, """
            #!/bin/sh
            case "$*" in *-filter_script:v*) echo "Unrecognized option 'filter_script:v'." >&2; exit 8;; esac
            for argument; do shift; [ "$argument" = "-/filter:v" ] && argument=-filter_script:v; set -- "$@" "$argument"; done
            exec ffmpeg "$@"

            """);
        await RunAsync("chmod", "u+x", encoder);
        using var video = new EventVideo(new EventFiles(world.Folders), new EventVideoOptions { Encoder = encoder }, TimeProvider.System);
        string film = Path.Combine(world.Folders.Images, "film.mp4");
        for (var i = 0; i < 2; i++)
            await video.MakeAsync(new EventVideoRequest(recording.Key, ["trk"]), film, default);
        using var facts = JsonDocument.Parse(await ProbeAsync(film));
        facts.RootElement.GetProperty("frames").GetArrayLength().ShouldBe(10);
    }

    [Fact]
    public async Task A_film_has_the_labels_of_its_boxes_and_goes_without_where_the_encoder_cannot_write()
    {
        using var world = new RecordingWorld();
        Recording recording = world.Add(1, Start);
        world.AddSet(recording.Key, "fr1", "{Ann}: 99.61% (0.5|-0.1|1|1)");
        string kept = Path.Combine(world.Folders.Csv, "labels");
        string encoder = await EncoderAsync(world, $"cat .*.ass > {kept}\nexec ffmpeg \"$@\"");
        string film = Path.Combine(world.Folders.Images, "film.mp4");
        using (var video = new EventVideo(new EventFiles(world.Folders), new EventVideoOptions { Encoder = encoder }, TimeProvider.System))
            await video.MakeAsync(new EventVideoRequest(recording.Key, ["trk", "fr1"]), film, default);
        string[] labels = [.. File.ReadLines(kept).Where(l => l.Contains(",label,,", StringComparison.Ordinal) && l.StartsWith("Dialogue", StringComparison.Ordinal))];
        labels.Length.ShouldBe(20);
        labels[0].ShouldEndWith("}person: 0.9876 #1");
        labels[^1].ShouldEndWith("}Ann: 99.61% #7");

        string bare = await EncoderAsync(world, "if cat .*.boxes | grep -q ass=; then echo \"[AVFilterGraph] No such filter: 'ass'\" >&2; exit 1; fi\nexec ffmpeg \"$@\"");
        using var without = new EventVideo(new EventFiles(world.Folders), new EventVideoOptions { Encoder = bare }, TimeProvider.System);
        await without.MakeAsync(new EventVideoRequest(recording.Key, ["trk"]), film, default);
        using var facts = JsonDocument.Parse(await ProbeAsync(film));
        facts.RootElement.GetProperty("frames").GetArrayLength().ShouldBe(10);
        Directory.GetFiles(world.Folders.Images, ".*").ShouldBeEmpty("scripts go with the film");
    }

    [Fact]
    public async Task A_picture_that_cannot_be_read_ends_the_film_at_once()
    {
        using var world = new RecordingWorld();
        Recording recording = world.Add(1, Start);
        Directory.CreateDirectory(world.Folders.PictureOf(recording.Key, Start.AddMilliseconds(3000)));
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => world.Into(p));
        using HttpResponseMessage response = await node.Client.GetAsync($"/api/v1/{PathOf(recording)}/video");
        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await response.Content.ReadAsStringAsync()).ShouldContain("The picture of 2026-03-01_08.00.03.000000 cannot be read");
    }

    [Fact]
    public async Task An_event_without_pictures_or_set_has_no_film()
    {
        using var world = new RecordingWorld();
        Recording bare = world.Add(1, Start, pictures: 0);
        Recording whole = world.Add(2, Start);
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => world.Into(p));
        using HttpResponseMessage none = await node.Client.GetAsync($"/api/v1/{PathOf(bare)}/video");
        none.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using HttpResponseMessage noSet = await node.Client.GetAsync($"/api/v1/{PathOf(whole)}/video?set=vsp");
        noSet.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await noSet.Content.ReadAsStringAsync()).ShouldContain("no tracking set");
    }

    [Fact]
    public async Task An_encoder_that_hangs_is_ended_with_the_request_and_its_place_is_free_again()
    {
        using var world = new RecordingWorld();
        Recording recording = world.Add(1, Start);
        string encoder = Path.Combine(world.Folders.Images, "hangs");
        string began = Path.Combine(world.Folders.Images, "began");
        File.WriteAllText(encoder, $"#!/bin/sh\necho $$ > {began}\nexec sleep 1000\n");
        await RunAsync("mkfifo", began);
        await RunAsync("chmod", "u+x", encoder);
        using var video = new EventVideo(new EventFiles(world.Folders), new EventVideoOptions { Encoder = encoder, MostAtOnce = 1 }, TimeProvider.System);
        var request = new EventVideoRequest(recording.Key, []);
        string film = Path.Combine(world.Folders.Images, "film.mp4");
        using var end = new CancellationTokenSource();
        Task making = video.MakeAsync(request, film, end.Token);
        string id = await Task.Run(() => File.ReadAllText(began)).InTimeAsync();

        (await Should.ThrowAsync<EventVideoException>(() => video.MakeAsync(request, film + "2", default))).Fault.ShouldBe(EventVideoFault.Busy);
        await end.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => making.InTimeAsync());
        Directory.Exists($"/proc/{id.Trim()}").ShouldBeFalse();
        File.Exists(film).ShouldBeFalse();

        File.WriteAllText(encoder, "#!/bin/sh\nexec sleep 1000\n");
        using var limited = new EventVideo(new EventFiles(world.Folders), new EventVideoOptions { Encoder = encoder, Limit = TimeSpan.FromMilliseconds(50) }, TimeProvider.System);
        (await Should.ThrowAsync<EventVideoException>(() => limited.MakeAsync(request, film, default).InTimeAsync())).Fault.ShouldBe(EventVideoFault.Failed);
    }

    private static string PathOf(Recording recording) => $"recordings/{EventNames.Text(recording.Key.Day)}/{recording.Key.Id}";

    private static async Task<string> EncoderAsync(RecordingWorld world, string script)
    {
        string path = Path.Combine(world.Folders.Csv, "encoder");
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        await RunAsync("chmod", "u+x", path);
        return path;
    }

    private static Task<string> ProbeAsync(string path) => RunAsync("ffprobe", "-v", "error", "-of", "json", "-show_streams", "-show_frames", path);

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false };
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output;
    }
}
