using System.Globalization;
using System.Runtime.InteropServices;
using Catchment.Cameras.Demo.Drawing;

namespace Catchment.Cameras.Demo.Outposts;

/// <summary>A visitor in one picture, as a detector reports it.</summary>
/// <param name="ObjectId">Its number in the event.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Box">Where; it may reach out of the picture.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SeenObject(int ObjectId, VisitorKind Kind, double Confidence, Box Box)
{
    /// <summary>Such as <c>person: 0.9876</c>.</summary>
    internal string ClassName => string.Create(CultureInfo.InvariantCulture, $"{Kind switch
    {
        VisitorKind.Person => "person",
        VisitorKind.Car => "car",
        VisitorKind.Dog => "dog",
        _ => "cat",
    }}: {Confidence:0.0000}");

    /// <summary>All visitors in the picture that was taken when so much of a visit was over.</summary>
    internal static SeenObject[] Of(Visit visit, double share) =>
    [
        .. visit.Tracks.Select(track => new SeenObject(
            track.ObjectId, track.Kind, Math.Clamp(track.Confidence + (0.03 * Math.Sin(share * 20)), 0, 0.9999), track.At(share))),
    ];
}
