namespace Catchment.Cameras.Demo.Outposts;

/// <summary>What a view shows in one picture.</summary>
/// <param name="Ended">The visit whose last picture was the one before; null: none.</param>
/// <param name="Visit">The visit that is going on; null: nobody is there.</param>
/// <param name="IsFirst">It is the visit's first picture.</param>
/// <param name="Share">How much of the visit is over, 0 to 1.</param>
internal sealed record ViewMoment(Visit? Ended, Visit? Visit, bool IsFirst, double Share);
