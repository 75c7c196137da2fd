using Catchment.Cameras.Demo.Drawing;

namespace Catchment.Cameras.Demo.Outposts;

/// <summary>The way of one visitor through the picture.</summary>
/// <param name="ObjectId">Its number in the event.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Colour">Its coat or paint.</param>
/// <param name="ToLeft">It goes from right to left.</param>
/// <param name="Size">Its width and height in pixels.</param>
/// <param name="Feet">The row that it stands on.</param>
/// <param name="Behind">How far it walks behind the first one, in pixels.</param>
/// <param name="Confidence">How sure a detector would be, 0 to 1.</param>
internal sealed record Track(int ObjectId, VisitorKind Kind, Colour Colour, bool ToLeft, (int Width, int Height) Size, int Feet, int Behind, double Confidence)
{
    /// <summary>Where it is.</summary>
    /// <param name="share">How much of the event is over, 0 to 1.</param>
    internal Box At(double share)
    {
        var from = -Size.Width / 2;
        var way = OutpostScene.Width - 1;
        var x = from + (int)Math.Round(share * way) - Behind;
        if (ToLeft)
            x = OutpostScene.Width - Size.Width - x;
        return new Box(x, Feet - Size.Height, x + Size.Width, Feet);
    }
}
