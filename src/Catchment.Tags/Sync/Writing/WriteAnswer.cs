namespace Catchment.Tags.Sync.Writing;

/// <summary>What became of values.</summary>
/// <param name="Answered">How many the gateway answered, from the first one on: those that are not refused are in its store.</param>
/// <param name="Refused">Those that were answered with an error.</param>
/// <param name="Trouble">Why the others were not answered; null: all were.</param>
public sealed record WriteAnswer(int Answered, IReadOnlyList<WriteRefusal> Refused, string? Trouble);
