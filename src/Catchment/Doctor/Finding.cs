namespace Catchment.Doctor;

/// <summary>What was found out about one thing.</summary>
/// <param name="Level">How much it matters.</param>
/// <param name="Area">What it is about: <c>ports</c>, <c>disk</c>, ….</param>
/// <param name="Text">What was found, in a sentence.</param>
/// <param name="Advice">What to do about it; null: nothing.</param>
internal sealed record Finding(FindingLevel Level, string Area, string Text, string? Advice = null);
