using Catchment.Cameras.Demo.Drawing;
using Catchment.Cameras.Pictures;

namespace Catchment.Cameras.Demo.Outposts;

/// <summary>Draws what a view sees and makes a JPEG of it.</summary>
internal sealed class ScenePainter : IDisposable
{
    private const int Quality = 85;
    private const int LikelyBytes = 64 * 1024;
    private const int CloudPixelsASecond = 6;

    private static readonly JpegWriter Writer = new(Quality);

    private readonly Canvas _empty = new(OutpostScene.Width, OutpostScene.Height);
    private readonly Canvas _canvas = new(OutpostScene.Width, OutpostScene.Height);
    private PictureBuffer _picture = new(LikelyBytes);
    private long? _quietSecond;

    /// <summary>Makes the painter of a view.</summary>
    internal ScenePainter(OutpostScene scene) => scene.Paint(_empty);

    /// <summary>The picture of a moment. While nobody is there it changes once a second: coding it is what costs.</summary>
    /// <param name="elapsed">From the beginning of the demo on; moves the clouds.</param>
    /// <param name="visit">Who is there; null: nobody.</param>
    /// <param name="objects">Where they are.</param>
    /// <returns>A JPEG; valid until the next call.</returns>
    internal ReadOnlyMemory<byte> Paint(TimeSpan elapsed, Visit? visit, ReadOnlySpan<SeenObject> objects)
    {
        var second = elapsed.Ticks / TimeSpan.TicksPerSecond;
        if (visit is null && second == _quietSecond)
            return _picture.Written;
        _quietSecond = visit is null ? second : null;
        _canvas.Copy(_empty);
        var cloud = (int)(elapsed.TotalSeconds * CloudPixelsASecond % (OutpostScene.Width + 160)) - 160;
        _canvas.FillEllipse(new Box(cloud, 30, cloud + 110, 62), new Colour(246, 248, 250));
        _canvas.FillEllipse(new Box(cloud + 50, 18, cloud + 150, 60), new Colour(240, 243, 248));
        for (var i = objects.Length - 1; visit is not null && i >= 0; i--)
        {
            var track = visit.Tracks[i];
            VisitorPainter.Draw(_canvas, track.Kind, objects[i].Box, track.Colour, track.ToLeft, elapsed.Milliseconds / 250 % 2 == 0);
        }

        _picture.Dispose();
        _picture = new PictureBuffer(LikelyBytes);
        Writer.Write(_picture, OutpostScene.Width, OutpostScene.Height, _canvas.Pixels);
        return _picture.Written;
    }

    /// <inheritdoc/>
    public void Dispose() => _picture.Dispose();
}
