using Catchment.Cameras.Demo.Drawing;

namespace Catchment.Cameras.Demo.Outposts;

/// <summary>Who comes by in front of one view, and when; the seed alone decides it.</summary>
internal sealed class VisitScript
{
    /// <summary>Finds objects in every picture.</summary>
    internal const string AllFrames = "MobileNetSSD_allFrames";

    /// <summary>Finds faces.</summary>
    internal const string GetFaces = "GetFaces";

    /// <summary>Recognises the faces found.</summary>
    internal const string FaceRecon = "FaceRecon";

    /// <summary>Measures how fast a vehicle goes.</summary>
    internal const string VehicleSpeed = "VehicleSpeed";

    private const double ShortestQuiet = 5;
    private const double LongestQuiet = 20;
    private const double ShortestVisit = 3;
    private const double LongestVisit = 12;

    private static readonly Colour[] Coats = [new(178, 40, 44), new(38, 84, 160), new(226, 184, 60), new(70, 120, 84), new(226, 226, 230)];
    private static readonly Colour[] Furs = [new(150, 106, 66), new(66, 58, 56), new(206, 190, 160)];
    private static readonly string?[] Names = ["Ann", "Ben", null];

    private readonly OutpostScene _scene;
    private readonly Random _chance;

    /// <summary>Makes the script.</summary>
    /// <param name="scene">The view.</param>
    /// <param name="seed">The demo's seed.</param>
    /// <param name="outpost">The outpost's number.</param>
    /// <param name="view">The view's number on it.</param>
    internal VisitScript(OutpostScene scene, int seed, int outpost, int view)
    {
        _scene = scene;
        _chance = new Random(unchecked((seed * 7919) + (outpost * 101) + view));
    }

    /// <summary>The visits, in order, without an end; to be walked through once.</summary>
    internal IEnumerable<Visit> Visits()
    {
        var quietUntil = TimeSpan.Zero;
        while (true)
        {
            var start = quietUntil + Seconds(ShortestQuiet, LongestQuiet);
            var visit = Next(start);
            quietUntil = visit.End;
            yield return visit;
        }
    }

    private Visit Next(TimeSpan start)
    {
        var kind = _scene.Visitors[_chance.Next(_scene.Visitors.Count)];
        var length = kind == VisitorKind.Car ? Seconds(ShortestVisit, ShortestVisit + 3) : Seconds(ShortestVisit + 2, LongestVisit);
        var toLeft = _chance.Next(2) == 0;
        var first = Track(0, kind, toLeft, 0);
        List<Track> tracks = [first];
        if (kind == VisitorKind.Person && _chance.Next(3) == 0)
            tracks.Add(Track(1, VisitorKind.Dog, toLeft, first.Size.Width + 40));
        return new Visit(start, length, tracks, TasksFor(kind), Math.Round(18 + (24 * _chance.NextDouble()), 1), Names[_chance.Next(Names.Length)]);
    }

    private Track Track(int id, VisitorKind kind, bool toLeft, int behind)
    {
        var height = kind switch
        {
            VisitorKind.Person => _chance.Next(150, 210),
            VisitorKind.Car => _chance.Next(90, 120),
            VisitorKind.Dog => _chance.Next(60, 84),
            _ => _chance.Next(36, 48),
        };
        var width = kind switch
        {
            VisitorKind.Person => height * 2 / 5,
            VisitorKind.Car => height * 9 / 4,
            _ => height * 3 / 2,
        };
        var colours = kind is VisitorKind.Person or VisitorKind.Car ? Coats : Furs;
        var feet = (int)(_scene.Ground * OutpostScene.Height) + _chance.Next(30, 90);
        return new Track(id, kind, colours[_chance.Next(colours.Length)], toLeft, (width, height), feet, behind, 0.62 + (0.37 * _chance.NextDouble()));
    }

    private static IReadOnlyList<(string Task, int Priority)> TasksFor(VisitorKind kind) => kind switch
    {
        VisitorKind.Person => [(GetFaces, 1), (AllFrames, 2), (FaceRecon, 3)],
        VisitorKind.Car => [(VehicleSpeed, 1), (AllFrames, 2)],
        VisitorKind.Dog => [(AllFrames, 2)],
        _ => [], // Nobody wants cats: their events show what becomes of one without a task.
    };

    private TimeSpan Seconds(double from, double to) => TimeSpan.FromMilliseconds(Math.Round(1000 * (from + ((to - from) * _chance.NextDouble()))));
}
