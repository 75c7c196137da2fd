namespace Catchment.Cameras.Demo.Drawing;

/// <summary>Draws a visitor so that it fills its box: its box is what a detector would report.</summary>
internal static class VisitorPainter
{
    private static readonly Colour Skin = new(222, 184, 148);
    private static readonly Colour Dark = new(38, 38, 44);
    private static readonly Colour Glass = new(150, 190, 210);
    private static readonly Colour Light = new(250, 236, 160);

    /// <summary>The face of a person who fills a box.</summary>
    internal static Box Face(Box person) => person.Part(0.3, 0, 0.7, 0.19);

    /// <summary>Draws it.</summary>
    /// <param name="on">The picture.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="box">Where.</param>
    /// <param name="colour">Its coat or paint.</param>
    /// <param name="toLeft">Where it is going.</param>
    /// <param name="isStriding">Which of the two pictures of a step.</param>
    internal static void Draw(Canvas on, VisitorKind kind, Box box, Colour colour, bool toLeft, bool isStriding)
    {
        switch (kind)
        {
            case VisitorKind.Person:
                DrawPerson(on, box, colour, toLeft, isStriding);
                break;
            case VisitorKind.Car:
                DrawCar(on, box, colour, toLeft);
                break;
            default:
                DrawAnimal(on, box, colour, toLeft, isStriding);
                break;
        }
    }

    private static void DrawPerson(Canvas on, Box box, Colour coat, bool toLeft, bool isStriding)
    {
        on.FillEllipse(Face(box), Skin);
        on.FillEllipse(box.Part(0.29, 0, 0.71, 0.08), Dark);
        on.Fill(toLeft ? box.Part(0.34, 0.08, 0.39, 0.1) : box.Part(0.61, 0.08, 0.66, 0.1), Dark);
        on.Fill(box.Part(0.2, 0.19, 0.8, 0.58), coat, coat.Towards(Dark, 0.3));
        on.Fill(box.Part(0, isStriding ? 0.22 : 0.26, 0.16, 0.55), coat);
        on.Fill(box.Part(0.84, isStriding ? 0.26 : 0.22, 1, 0.55), coat);
        on.Fill(isStriding ? box.Part(0.1, 0.58, 0.38, 1) : box.Part(0.24, 0.58, 0.46, 1), Dark);
        on.Fill(isStriding ? box.Part(0.62, 0.58, 0.9, 1) : box.Part(0.54, 0.58, 0.76, 1), Dark);
    }

    private static void DrawCar(Canvas on, Box box, Colour paint, bool toLeft)
    {
        on.FillEllipse(box.Part(0.16, 0, 0.84, 0.9), paint);
        on.FillEllipse(box.Part(0.22, 0.08, 0.78, 0.8), Glass);
        on.Fill(box.Part(0.48, 0.04, 0.52, 0.5), paint);
        on.Fill(box.Part(0, 0.42, 1, 0.82), paint, paint.Towards(Dark, 0.4));
        on.Fill(toLeft ? box.Part(0, 0.48, 0.05, 0.6) : box.Part(0.95, 0.48, 1, 0.6), Light);
        foreach (var wheel in (ReadOnlySpan<double>)[0.12, 0.68])
        {
            on.FillEllipse(box.Part(wheel, 0.6, wheel + 0.2, 1), Dark);
            on.FillEllipse(box.Part(wheel + 0.06, 0.72, wheel + 0.14, 0.88), Glass);
        }
    }

    private static void DrawAnimal(Canvas on, Box box, Colour coat, bool toLeft, bool isStriding)
    {
        var shade = coat.Towards(Dark, 0.35);
        foreach (var leg in (ReadOnlySpan<double>)[0.16, 0.3, 0.62, 0.76])
            on.Fill(box.Part(leg + (isStriding ? 0.03 : -0.03), 0.6, leg + 0.08 + (isStriding ? 0.03 : -0.03), 1), shade);
        on.FillEllipse(box.Part(0.1, 0.3, 0.9, 0.78), coat);
        on.FillEllipse(toLeft ? box.Part(0, 0.05, 0.3, 0.5) : box.Part(0.7, 0.05, 1, 0.5), coat);
        on.Fill(toLeft ? box.Part(0.16, 0, 0.24, 0.2) : box.Part(0.76, 0, 0.84, 0.2), shade);
        on.Fill(toLeft ? box.Part(0.9, 0.2, 1, 0.42) : box.Part(0, 0.2, 0.1, 0.42), shade);
    }
}
