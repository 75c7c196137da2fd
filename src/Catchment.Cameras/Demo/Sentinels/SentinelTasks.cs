using System.Globalization;
using Catchment.Cameras.Demo.Drawing;
using Catchment.Cameras.Demo.Outposts;

namespace Catchment.Cameras.Demo.Sentinels;

/// <summary>What each task of the sentinel finds on an event's pictures: what was drawn there.</summary>
/// <remarks>Source of types and class names: the camera specification, 5.</remarks>
internal static class SentinelTasks
{
    private const string AllPictures = "full";
    private const string TrackedPictures = "trk";
    private const int FaceInterval = 2;
    private const int SpeedInterval = 4;

    /// <summary>The findings, in the order of the pictures; null: the sentinel has no such task.</summary>
    internal static IEnumerable<SentinelFinding>? Run(string task, SeenEvent seen) => task switch
    {
        VisitScript.AllFrames => Objects(seen),
        VisitScript.GetFaces => Faces(seen).Select(face =>
            new SentinelFinding("fd1", AllPictures, "trk", face.Time, "Face", face.Person.ObjectId, VisitorPainter.Face(face.Person.Box))),
        VisitScript.FaceRecon => Faces(seen).Select((face, i) =>
            new SentinelFinding("fr1", TrackedPictures, "fd1", face.Time, Recognised(seen.Visit.Name, face.Person, i), face.Person.ObjectId, VisitorPainter.Face(face.Person.Box))),
        VisitScript.VehicleSpeed => Speeds(seen),
        _ => null,
    };

    /// <summary>Boxes a little wider than the tracker's, as a detector's are: both are to be seen.</summary>
    private static IEnumerable<SentinelFinding> Objects(SeenEvent seen) =>
        from picture in seen.Pictures
        from found in picture.Objects
        select new SentinelFinding("obj", AllPictures, "trk", picture.Time, found.ClassName, found.ObjectId, found.Box.Part(-0.04, -0.03, 1.04, 1.03));

    private static IEnumerable<SentinelFinding> Speeds(SeenEvent seen)
    {
        var track = seen.Visit.Tracks[0];
        var name = string.Create(CultureInfo.InvariantCulture, $"{seen.Visit.Speed:0.0} mph: {(track.ToLeft ? "R-to-L" : "L-to-R")}");
        return from picture in seen.Pictures.Where((_, i) => i % SpeedInterval == 0)
               select new SentinelFinding("vsp", TrackedPictures, "trk", picture.Time, name, track.ObjectId, picture.Objects[0].Box);
    }

    /// <summary>Not every picture shows a face well, and none does where the person is only half in it.</summary>
    private static IEnumerable<(string Time, SeenObject Person)> Faces(SeenEvent seen) =>
        from picture in seen.Pictures.Where((_, i) => i % FaceInterval == 0)
        let person = picture.Objects[0]
        where person.Kind == VisitorKind.Person && person.Box is { X1: >= 0, X2: <= OutpostScene.Width }
        select (picture.Time, person);

    /// <summary>Name, how sure, and in brackets distance, margin, usable, faces.</summary>
    private static string Recognised(string? name, SeenObject person, int number)
    {
        var doubt = (1 - person.Confidence) + (0.01 * (number % 3));
        return name is null
            ? string.Create(CultureInfo.InvariantCulture, $"Unknown: 0.00% ({0.95 + doubt:0.000000}|{0.15 + doubt:0.000000}|0|1)")
            : string.Create(CultureInfo.InvariantCulture, $"{name}: {100 * (1 - (doubt / 4)):0.00}% ({0.4 + doubt:0.000000}|{doubt - 0.6:0.000000}|1|1)");
    }
}
