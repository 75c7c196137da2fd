using System.Text;
using Catchment.Cameras.Demo.Drawing;
using Catchment.Cameras.Demo.Outposts;
using Catchment.Cameras.Demo.Sentinels;

namespace Catchment.Cameras.Tests.Demo.Outposts;

/// <summary>The forms of the camera specification, 10.3 to 10.6, as captured from running outposts and a running sentinel.</summary>
public sealed class OutpostTextsTests
{
    private const string Event = "f00d0001066011efb942dca63261a32e";
    private const string Job = "0fc753bee55711f1bc9402fc00000001";

    private static readonly SentinelRequest Faces = new("GetFaces", "alpha5", "PiCam3", "2024-05-06", Event, "sink1", "tcp://127.0.0.1:5556", 1);

    [Fact]
    public void An_outposts_log_is_spelled_as_outposts_spell_it()
    {
        Text(OutpostTexts.Start(Event, "PiCam3", "2024-05-06T10:00:00.250000", 31.95)).ShouldBe(
            $$"""ote{"id": "{{Event}}", "view": "PiCam3", "type": "start", "new": true, "fps": 31.95, "camsize": [640, 480], "timestamp": "2024-05-06T10:00:00.250000"}""" + "\n");
        Text(OutpostTexts.Track(Event, "PiCam3", "2024-05-06T10:00:00.250000", new SeenObject(0, VisitorKind.Person, 0.9011, new Box(-4, 80, 180, 300)))).ShouldBe(
            $$"""ote{"id": "{{Event}}", "view": "PiCam3", "type": "trk", "timestamp": "2024-05-06T10:00:00.250000", "obj": 0, "clas": "person: 0.9011", "rect": [-4, 80, 180, 300]}""" + "\n");
        Text(OutpostTexts.End(Event, "PiCam3", [("GetFaces2", 1), ("MobileNetSSD_allFrames", 2)])).ShouldBe(
            $$"""ote{"id": "{{Event}}", "view": "PiCam3", "type": "end", "tasks": [["GetFaces2", 1], ["MobileNetSSD_allFrames", 2]]}""" + "\n");
        Text(OutpostTexts.End(Event, "PiCam3", [])).ShouldEndWith("""
            "tasks": []}
            """ + "\n");
        Text(OutpostTexts.Health(1000, 20, 3, 31.7)).ShouldBe("fps(1000, 20, 3, 31.70, 31.70)\n");
        Text(OutpostTexts.Trouble("x")).ShouldMatch(@"^WARNING \w+\.py:\d+ - x\n$");
    }

    [Fact]
    public void An_outpost_introduces_each_view()
    {
        Text(new OutpostTexts("bravo").CamUp("Path", "tcp://127.0.0.1:15602", "tcp://127.0.0.1:15603")).ShouldBe(
            """{"cmd": "CamUp", "node": "bravo", "view": "Path", "logger": "tcp://127.0.0.1:15602", "images": "tcp://127.0.0.1:15603"}""");
        new OutpostTexts("bravo").Picture("Path", "2024-05-06T10:00:00.250000").ShouldBe("bravo Path|jpg|2024-05-06T10:00:00.250000");
    }

    [Theory]
    [InlineData(0, "2024-05-06T10:00:00")]
    [InlineData(9, "2024-05-06T10:00:00")]
    [InlineData(10, "2024-05-06T10:00:00.000001")]
    [InlineData(2_500_000, "2024-05-06T10:00:00.250000")]
    public void Times_are_spelled_as_python_spells_them(long ticks, string text) =>
        OutpostTexts.Iso(new DateTime(2024, 5, 6, 10, 0, 0).AddTicks(ticks)).ShouldBe(text);

    [Fact]
    public void An_identifier_is_a_uuid_of_version_1_and_no_two_are_the_same()
    {
        var time = new DateTime(2024, 5, 6, 10, 0, 0);
        var ids = Enumerable.Range(0, 1000).Select(i => TimeId.Of(time.AddTicks(i / 10 * 10), 7, i % 10)).ToArray();

        ids.ShouldAllBe(id => id.Length == 32 && Guid.ParseExact(id, "N").Version == 1 && !id.Any(char.IsAsciiLetterUpper));
        ids.Distinct(StringComparer.Ordinal).Count().ShouldBe(1000);
    }

    [Fact]
    public void A_sentinels_log_is_spelled_as_sentinels_spell_it()
    {
        var common = $$"""
            "jobid": "{{Job}}", "task": "GetFaces", "from": ["alpha5", "PiCam3"], "sink": "sink1", "date": "2024-05-06", "event": "{{Event}}"
            """;
        Text(SentinelTexts.Flag("START", Job, Faces)).ShouldBe($$"""{"flag": "START", {{common}}}""" + "\n");
        Text(SentinelTexts.EndOfJob(Job, Faces, "Done", TimeSpan.FromTicks(34_567_890), 12)).ShouldBe(
            $$"""{"flag": "EOJ", {{common}}, "pump": "tcp://127.0.0.1:5556", "status": "Done", "elapsed": "0:00:03.456789", "taskstats": [12, 3.47]}""" + "\n");
        Text(SentinelTexts.Result(Job, new SentinelFinding("fd1", "full", "trk", "2024-05-06T10:00:00.250000", "Face", 0, new Box(130, 90, 160, 125)))).ShouldBe(
            $$"""{"jobid": "{{Job}}", "refkey": "fd1", "ringctrl": "full", "start": "2024-05-06T10:00:00.250000", "offset": 0, "clas": "Face", "objid": 0, "rect": [130, 90, 160, 125], "trktype": "trk"}""" + "\n");
    }

    [Fact]
    public void A_request_is_read_and_an_alert_is_repeated()
    {
        SentinelInbox.TryRead(
            Encoding.ASCII.GetBytes($$"""{"task": "GetFaces", "node": ["alpha5", "PiCam3"], "date": "2024-05-06", "event": "{{Event}}", "sink": "sink1", "pump": "tcp://127.0.0.1:5556", "priority": 1}"""),
            out var request, out _).ShouldBeTrue();
        request.ShouldBe(Faces);
        SentinelInbox.TryRead(
            Encoding.ASCII.GetBytes($$$"""{"task": "ALERT", "payload": {"flag": "DEL", "date": "2024-05-06", "event": "{{{Event}}}", "sink": "sink1", "pump": "p"}}"""),
            out _, out var alert).ShouldBeTrue();
        Text(alert!).ShouldBe($$"""{"flag": "DEL", "date": "2024-05-06", "event": "{{Event}}", "sink": "sink1"}""" + "\n");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""{"task": 5}""")]
    [InlineData("""{"task": "GetFaces"}""")]
    [InlineData("""{"task": "GetFaces", "node": "alpha5", "date": "d", "event": "e", "sink": "s", "pump": "p"}""")]
    [InlineData("""{"task": "ALERT", "payload": []}""")]
    [InlineData("""[[[[[[[[[[[[]]]]]]]]]]]]""")]
    public void What_is_neither_is_refused(string text) => SentinelInbox.TryRead(Encoding.ASCII.GetBytes(text), out _, out _).ShouldBeFalse();

    [Fact]
    public void Class_names_have_the_forms_of_each_type()
    {
        foreach (var visit in OutpostScene.All.SelectMany(scene => new VisitScript(scene, 1, 0, 0).Visits().Take(30)))
        {
            var seen = new SeenEvent(visit, [.. Enumerable.Range(0, 40).Select(i => new SeenPicture($"t{i}", SeenObject.Of(visit, i / 40.0)))]);
            foreach (var (task, _) in visit.Tasks)
            {
                var findings = SentinelTasks.Run(task, seen)!.ToArray();
                findings.ShouldNotBeEmpty();
                findings.ShouldAllBe(f => FormOf(f.Type).IsMatch(f.ClassName));
            }
        }

        SentinelTasks.Run("Unheard", new SeenEvent(new VisitScript(OutpostScene.All[0], 1, 0, 0).Visits().First(), [])).ShouldBeNull();
    }

    private static System.Text.RegularExpressions.Regex FormOf(string type) => new(
        type switch
        {
            "obj" => @"^(person|car|dog|cat): 0\.\d{4}$",
            "fd1" => "^Face$",
            "fr1" => @"^(Ann|Ben|Unknown): \d+\.\d\d% \(\d\.\d{6}\|-?\d\.\d{6}\|[01]\|1\)$",
            "vsp" => @"^\d+\.\d mph: (R-to-L|L-to-R)$",
            _ => "$^",
        },
        System.Text.RegularExpressions.RegexOptions.None,
        TimeSpan.FromSeconds(1));

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);
}
