using Catchment.Cameras.Demo.Drawing;

namespace Catchment.Cameras.Demo.Outposts;

/// <summary>What a simulated outpost's view shows when nobody is there, and who may come by.</summary>
/// <param name="Node">The outpost that the view is on.</param>
/// <param name="View">The view's name.</param>
/// <param name="Ground">Where its ground begins, and visitors' feet are a little below, as a fraction of the height.</param>
/// <param name="Sky">The sky above, or the wall.</param>
/// <param name="Earth">The ground.</param>
/// <param name="Visitors">Who comes by, in no order.</param>
internal sealed record OutpostScene(string Node, string View, double Ground, Colour Sky, Colour Earth, IReadOnlyList<VisitorKind> Visitors)
{
    /// <summary>Columns of every picture.</summary>
    internal const int Width = 640;

    /// <summary>Rows of every picture.</summary>
    internal const int Height = 480;

    /// <summary>All scenes; an outpost's views follow each other.</summary>
    internal static IReadOnlyList<OutpostScene> All { get; } =
    [
        new("alpha", "Street", 0.58, new(120, 170, 220), new(92, 92, 98), [VisitorKind.Car, VisitorKind.Car, VisitorKind.Person]),
        new("bravo", "Porch", 0.7, new(186, 150, 116), new(120, 96, 78), [VisitorKind.Person, VisitorKind.Person, VisitorKind.Cat]),
        new("bravo", "Path", 0.5, new(150, 190, 222), new(96, 132, 74), [VisitorKind.Person, VisitorKind.Dog]),
        new("charlie", "Yard", 0.48, new(110, 150, 205), new(128, 118, 80), [VisitorKind.Dog, VisitorKind.Car, VisitorKind.Person, VisitorKind.Cat]),
    ];

    /// <summary>Draws the scene without a visitor.</summary>
    internal void Paint(Canvas on)
    {
        var ground = (int)(Ground * Height);
        on.Fill(new Box(0, 0, Width, ground), Sky.Towards(new Colour(255, 255, 255), 0.1), Sky.Towards(new Colour(255, 255, 255), 0.5));
        on.Fill(new Box(0, ground, Width, Height), Earth, Earth.Towards(new Colour(0, 0, 0), 0.35));
        var wood = new Colour(112, 82, 58);
        for (var post = 20; post < Width; post += 88)
            on.Fill(new Box(post, ground - 46, post + 12, ground + 4), wood);
        on.Fill(new Box(0, ground - 34, Width, ground - 26), wood.Towards(new Colour(255, 255, 255), 0.2));
        on.Fill(new Box(0, ground - 16, Width, ground - 8), wood);
        on.FillEllipse(new Box(500, ground - 190, 610, ground - 60), new Colour(62, 104, 58));
        on.Fill(new Box(548, ground - 80, 562, ground), wood.Towards(new Colour(0, 0, 0), 0.3));
    }
}
