using System.Text;
using Catchment.Cameras.Events;
using Catchment.Cameras.Watcher.Outposts;
using Catchment.Cameras.Watcher.Recording;

namespace Catchment.Cameras.Tests.Watcher;

public sealed class OutpostRecordReaderTests
{
    private const string Track = """{"id": "f00d", "view": "PiCam3", "type": "trk", "timestamp": "2024-05-06T10:00:00.250000", "obj": 0, "clas": "person: 0.9", "rect": [-1, 2, 3, 4]}""";
    private static readonly bool Full = Environment.GetEnvironmentVariable("CATCHMENT_TEST_FULL") == "1";

    [Fact]
    public void A_track_is_read()
    {
        var record = new OutpostRecordReader().Read(Encoding.UTF8.GetBytes(Track)).ShouldNotBeNull();
        record.Kind.ShouldBe(OutpostRecordKind.Track);
        record.Id.ToString().ShouldBe("f00d");
        record.Time.ShouldBe(new DateTime(2024, 5, 6, 10, 0, 0, 250));
        record.ObjectId.ToString().ShouldBe("0");
        record.ClassName.ToString().ShouldBe("person: 0.9");
        record.Rect.ShouldBe((-1, 2, 3, 4));
    }

    [Theory]
    [InlineData("""{"id": "a", "view": "v", "evt": "start", "fps": 1, "camsize": [640, 480], "timestamp": "2024-05-06T10:00:00"}""")]
    [InlineData("""{"id": "a", "view": "v", "type": "trk", "timestamp": "2024-05-06T10:00:00", "obj": "x", "class": "", "rect": [1.0, 2, 3, 4], "more": {"deep": [1]}}""")]
    [InlineData("""{"id": "a", "view": "v", "type": "end", "tasks": []}""")]
    public void Other_spellings_are_read(string json) => new OutpostRecordReader().Read(Encoding.UTF8.GetBytes(json)).ShouldNotBeNull();

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"id": "a", "view": "v", "type": "end"}""")]
    [InlineData("""{"id": "a", "view": "v", "type": "end", "tasks": [["x"]]}""")]
    [InlineData("""{"id": "a", "view": "v", "type": "end", "tasks": []} trailing""")]
    [InlineData("""{"id": "../a", "view": "v", "type": "end", "tasks": []}""")]
    [InlineData("""{"id": "a", "view": "v w", "type": "end", "tasks": []}""")]
    [InlineData("""{"id": "a\u0000", "view": "v", "type": "end", "tasks": []}""")]
    [InlineData("""{"id": "\ud83d", "view": "v", "type": "end", "tasks": []}""")]
    [InlineData("""{"id": "a", "view": "v", "type": "start", "camsize": [640], "timestamp": "2024-05-06T10:00:00"}""")]
    [InlineData("""{"id": "a", "view": "v", "type": "start", "camsize": [640, 480], "timestamp": "2024-02-30T10:00:00"}""")]
    [InlineData("""{"id": "a", "view": "v", "type": "start", "camsize": [640, 480], "timestamp": "9999-12-31T10:00:00"}""")]
    [InlineData("""{"id": "a", "view": "v", "type": "trk", "timestamp": "2024-05-06T10:00:00", "obj": "x", "clas": "\u0007", "rect": [1, 2, 3, 4]}""")]
    public void What_makes_no_sense_is_refused(string json) => new OutpostRecordReader().Read(Encoding.UTF8.GetBytes(json)).ShouldBeNull();

    [Fact]
    public void Mutated_records_never_throw_and_what_is_read_is_valid()
    {
        string[] seeds =
        [
            Track,
            """{"id": "a", "view": "v", "type": "start", "new": true, "fps": 31.9, "camsize": [640, 480], "timestamp": "2024-05-06T10:00:00"}""",
            """{"id": "a", "view": "v", "type": "end", "tasks": [["GetFaces2", 1], ["Other", 2.5]]}""",
        ];
        var random = new Random(20240506);
        var reader = new OutpostRecordReader();
        for (var i = 0; i < (Full ? 1_000_000 : 30_000); i++)
        {
            var json = Encoding.UTF8.GetBytes(seeds[i % seeds.Length]);
            for (var m = random.Next(1, 6); m > 0; m--)
                json[random.Next(json.Length)] = (byte)random.Next(256);
            if (reader.Read(json.AsSpan(0, random.Next(4) == 0 ? random.Next(json.Length) : json.Length)) is not { } record)
                continue;
            EventNames.IsId(record.Id).ShouldBeTrue();
            OutpostNames.IsView(record.View).ShouldBeTrue();
        }
    }

    [Fact]
    public void Times_come_back_as_they_were_written()
    {
        var random = new Random(7);
        Span<byte> text = stackalloc byte[IsoTime.MaxLength];
        for (var i = 0; i < 10_000; i++)
        {
            var time = new DateTime(2024, 1, 1).AddTicks(random.NextInt64(TimeSpan.TicksPerDay * 3660) / 10 * 10);
            IsoTime.TryParse(text[..IsoTime.Write(time, text)], out var back).ShouldBeTrue();
            back.ShouldBe(time);
        }
    }
}
