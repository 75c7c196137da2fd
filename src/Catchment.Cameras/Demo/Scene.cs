namespace Catchment.Cameras.Demo;

/// <summary>What a simulated camera sees: a quiet picture, and a motion that comes and goes.</summary>
/// <param name="Node">The node that the camera is on.</param>
/// <param name="View">The camera's view name.</param>
/// <param name="Begins">The event of its detector when the motion begins, such as <c>motion|moving</c>; null: it has no detector and plays without a pause.</param>
/// <param name="Ends">The event when it is over.</param>
/// <param name="Pictures">JPEGs: the quiet one, then the motion.</param>
internal sealed record Scene(string Node, string View, string? Begins, string? Ends, IReadOnlyList<ReadOnlyMemory<byte>> Pictures)
{
    /// <summary>All scenes, in the order in which cameras are given one.</summary>
    internal static IReadOnlyList<Scene> All { get; } =
    [
        new("Driveway", "Mailbox", "motion|moving", "motion|still", DemoPictures.Of("driveway")),
        new("Barn", "Yard", "motion|moving", "motion|still", DemoPictures.Of("barn")),
        new("Dome", "North", "light|lighted", "light|dark", DemoPictures.Of("dome")),
        new("Barn", "Meter", null, null, DemoPictures.Of("meter")),
    ];
}
