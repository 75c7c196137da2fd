namespace Catchment.Tags.Sync.Rules;

/// <summary>What is remembered of a tag's numbers: the last one that passed every check and was given to be written.</summary>
/// <param name="Number">The number.</param>
/// <param name="At">When, in seconds of a clock that only goes on.</param>
/// <param name="HasNumber">There is one.</param>
internal readonly record struct NumberMemory(double Number, double At, bool HasNumber);
