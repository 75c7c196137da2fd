namespace Catchment.Cameras.Demo.Outposts;

/// <summary>An event that the demo's outposts sent.</summary>
/// <param name="Visit">Who came by.</param>
/// <param name="Pictures">Its pictures, in order.</param>
internal sealed record SeenEvent(Visit Visit, IReadOnlyList<SeenPicture> Pictures);
