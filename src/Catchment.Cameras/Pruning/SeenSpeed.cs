using System.Globalization;

namespace Catchment.Cameras.Pruning;

/// <summary>Reads class names of the type <c>vsp</c>: <c>28.4 mph: R-to-L</c>, <c>28.4 mph</c>, or a direction alone.</summary>
/// <remarks>Source: the camera specification, 5 and 11.</remarks>
internal static class SeenSpeed
{
    /// <summary>The tracking sets' type.</summary>
    internal const string Type = "vsp";

    /// <summary>The speed; null: the class name holds none.</summary>
    internal static double? Read(string? className)
    {
        var text = className.AsSpan().TrimStart();
        var end = text.IndexOf(' ');
        return double.TryParse(end < 0 ? text : text[..end], NumberStyles.Float, CultureInfo.InvariantCulture, out var speed) && double.IsFinite(speed) ? speed : null;
    }
}
