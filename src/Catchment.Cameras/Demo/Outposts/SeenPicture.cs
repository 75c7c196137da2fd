namespace Catchment.Cameras.Demo.Outposts;

/// <summary>A picture of an event, and who is on it.</summary>
/// <param name="Time">The picture's time, as its message bears it.</param>
/// <param name="Objects">The visitors.</param>
internal sealed record SeenPicture(string Time, IReadOnlyList<SeenObject> Objects);
