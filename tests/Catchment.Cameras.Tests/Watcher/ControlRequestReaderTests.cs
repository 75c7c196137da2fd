using System.Text;
using Catchment.Cameras.Events;
using Catchment.Cameras.Watcher;
using Catchment.Cameras.Watcher.Control;
using Catchment.Cameras.Watcher.Sentinel;

namespace Catchment.Cameras.Tests.Watcher;

public sealed class ControlRequestReaderTests
{
    private const string Id = "f00d0001066011efb942dca63261a32e";

    [Fact]
    public void An_outpost_introduces_itself()
    {
        var request = Read("""{"cmd": "CamUp", "node": "alpha5", "view": "PiCam3", "logger": "tcp://alpha5:5565", "images": "tcp://alpha5:5567", "more": [1, {}]}""");

        var camera = request.ShouldBeOfType<CamUpRequest>().Camera;
        (camera.Node, camera.View, camera.Logger.ToString(), camera.Images.ToString()).ShouldBe(("alpha5", "PiCam3", "tcp://alpha5:5565", "tcp://alpha5:5567"));
    }

    [Fact]
    public void A_sentinel_introduces_itself() =>
        Read("""{"cmd": "Agent", "name": "two", "requests": "tcp://s2:5566", "publisher": "tcp://s2:5565", "datapump": "tcp://data1:5556", "datasink": "sink1"}""")
            .ShouldBe(new AgentRequest(new SentinelAgent("two", "tcp://s2:5566", "tcp://s2:5565", "tcp://data1:5556", "sink1")));

    [Fact]
    public void An_event_is_to_be_deleted() =>
        Read($$"""{"cmd": "DelEvt", "date": "2024-05-06", "event": "{{Id}}"}""").ShouldBe(new DeleteRequest(new EventKey(new DateOnly(2024, 5, 6), Id)));

    [Theory]
    [InlineData("", WatcherError.ControlUnreadable)]
    [InlineData("no JSON", WatcherError.ControlUnreadable)]
    [InlineData("[]", WatcherError.ControlUnreadable)]
    [InlineData("5", WatcherError.ControlUnreadable)]
    [InlineData("null", WatcherError.ControlUnreadable)]
    [InlineData("{\"cmd\": \"DelEvt\"} x", WatcherError.ControlUnreadable)]
    [InlineData("{\"cmd\": \"CamUp\", \"node\": \"Garten-Süd\"}", WatcherError.ControlUnreadable)]
    [InlineData("[[[[[[[[[[[[]]]]]]]]]]]]", WatcherError.ControlUnreadable)]
    [InlineData("{}", WatcherError.ControlCommand)]
    [InlineData("{\"cmd\": 5}", WatcherError.ControlCommand)]
    [InlineData("{\"cmd\": \"\\ud800\"}", WatcherError.ControlCommand)]
    [InlineData("{\"cmd\": \"Reboot\"}", WatcherError.ControlCommand)]
    [InlineData("{\"cmd\": \"DelEvt\"}", WatcherError.ControlValue)]
    [InlineData("{\"cmd\": \"DelEvt\", \"date\": \"2024-05-06\", \"event\": \"\"}", WatcherError.ControlValue)]
    [InlineData("{\"cmd\": \"DelEvt\", \"date\": \"2024-05-06\", \"event\": \".*\"}", WatcherError.ControlValue)]
    [InlineData("{\"cmd\": \"DelEvt\", \"date\": \"2024-05-06\", \"event\": \"x; touch /tmp/pwned\"}", WatcherError.ControlValue)]
    [InlineData("{\"cmd\": \"DelEvt\", \"date\": \"2024-05-06\", \"event\": \"../x\"}", WatcherError.ControlValue)]
    [InlineData("{\"cmd\": \"DelEvt\", \"date\": \"../x\", \"event\": \"f00d\"}", WatcherError.ControlValue)]
    [InlineData("{\"cmd\": \"DelEvt\", \"date\": \"2024-5-6\", \"event\": \"f00d\"}", WatcherError.ControlValue)]
    [InlineData("{\"cmd\": \"DelEvt\", \"date\": 20240506, \"event\": \"f00d\"}", WatcherError.ControlValue)]
    [InlineData("{\"cmd\": \"CamUp\", \"node\": \"a\", \"view\": \"b\", \"images\": \"tcp://a:1\"}", WatcherError.ControlValue)]
    [InlineData("{\"cmd\": \"CamUp\", \"node\": \"a.b\", \"view\": \"b\", \"logger\": \"tcp://a:1\", \"images\": \"tcp://a:1\"}", WatcherError.ControlValue)]
    [InlineData("{\"cmd\": \"CamUp\", \"node\": \"a\\nb\", \"view\": \"b\", \"logger\": \"tcp://a:1\", \"images\": \"tcp://a:1\"}", WatcherError.ControlValue)]
    [InlineData("{\"cmd\": \"CamUp\", \"node\": \"a\", \"view\": \"b\", \"logger\": \"ipc:///tmp/x\", \"images\": \"tcp://a:1\"}", WatcherError.ControlValue)]
    [InlineData("{\"cmd\": \"CamUp\", \"node\": \"a\", \"view\": \"b\", \"logger\": \"tcp://a:0\", \"images\": \"tcp://a:1\"}", WatcherError.ControlValue)]
    [InlineData("{\"cmd\": \"Agent\", \"name\": \"../x\", \"requests\": \"tcp://a:1\", \"publisher\": \"tcp://a:1\", \"datapump\": \"\", \"datasink\": \"\"}", WatcherError.ControlValue)]
    public void What_makes_no_sense_is_refused(string text, object kind)
    {
        ControlRequestReader.Read(Encoding.UTF8.GetBytes(text), out var refusal).ShouldBeNull();
        refusal!.Kind.ShouldBe((WatcherError)kind);
    }

    [Fact]
    public void No_bytes_make_a_reader_throw()
    {
        var full = Environment.GetEnvironmentVariable("CATCHMENT_TEST_FULL") == "1";
        var random = new Random(6);
        byte[][] seeds =
        [
            """{"cmd": "CamUp", "node": "alpha5", "view": "PiCam3", "logger": "tcp://alpha5:5565", "images": "tcp://alpha5:5567"}"""u8.ToArray(),
            """{"cmd": "Agent", "name": "two", "requests": "tcp://s2:5566", "publisher": "tcp://s2:5565", "datapump": "tcp://d:5556", "datasink": "s"}"""u8.ToArray(),
            """{"cmd": "DelEvt", "date": "2024-05-06", "event": "f00d0001066011efb942dca63261a32e"}"""u8.ToArray(),
            """{"jobid": "0fc753bee55711f1bc9402fc00000001", "refkey": "fd1", "ringctrl": "full", "start": "2024-05-06T10:00:00.25", "offset": 3, "clas": "Face", "objid": 1, "rect": [1, 2, 3, 4], "trktype": "trk"}"""u8.ToArray(),
            """{"flag": "EOJ", "jobid": "0f", "task": "GetFaces", "from": ["a", "b"], "sink": "s", "date": "2024-05-06", "event": "f00d", "pump": "tcp://p:1", "status": "Done", "elapsed": "0:00:03", "taskstats": [12, 3.5]}"""u8.ToArray(),
            """{"flag": "START", "jobid": "0f", "task": "\ud83d\ude00", "from": ["a", "b"], "sink": "s", "date": "2024-05-06", "event": "f00d"}"""u8.ToArray(),
        ];
        byte[][] pieces = ["\\ud800"u8.ToArray(), "\""u8.ToArray(), "[["u8.ToArray(), "}"u8.ToArray(), "1e999"u8.ToArray(), "-9223372036854775809"u8.ToArray(), "null"u8.ToArray(), [0xFF]];
        for (var i = 0; i < (full ? 1_000_000 : 50_000); i++)
        {
            var bytes = seeds[random.Next(seeds.Length)].ToList();
            for (var mutations = random.Next(1, 4); mutations > 0; mutations--)
            {
                var at = random.Next(bytes.Count);
                switch (random.Next(4))
                {
                    case 0:
                        bytes[at] = (byte)random.Next(256);
                        break;
                    case 1:
                        bytes.RemoveRange(at, random.Next(1, bytes.Count - at + 1));
                        break;
                    case 2:
                        bytes.InsertRange(at, pieces[random.Next(pieces.Length)]);
                        break;
                    default:
                        bytes.InsertRange(at, bytes.GetRange(at, random.Next(bytes.Count - at)));
                        break;
                }

                if (bytes.Count == 0)
                    bytes.Add((byte)'{');
            }

            var message = bytes.ToArray();
            if (ControlRequestReader.Read(message, out var refusal) is DeleteRequest delete)
                EventNames.IsId(delete.Key.Id).ShouldBeTrue();
            else if (refusal is not null)
                refusal.Problem.ShouldNotBeEmpty();
            if (SentinelRecordReader.Read(message) is JobResult result)
                EventNames.IsType(result.Type).ShouldBeTrue();
        }
    }

    private static ControlRequest? Read(string text) => ControlRequestReader.Read(Encoding.UTF8.GetBytes(text), out _);
}
