namespace Catchment.Cameras.Hub;

/// <summary>The daily cap's state over a restart.</summary>
/// <param name="Date">The day.</param>
/// <param name="Stored">Frames stored on it.</param>
/// <param name="Warned">The day's warning is in the log.</param>
public sealed record CapState(DateOnly Date, long Stored, bool Warned);
