namespace Catchment.Tags.Store;

/// <summary>What became of a wish to register.</summary>
/// <param name="Point">The point; null: it was refused.</param>
/// <param name="Error">Why, in the words of the API; null: it was not refused.</param>
public sealed record RegistrationResult(DataPoint? Point, string? Error);
