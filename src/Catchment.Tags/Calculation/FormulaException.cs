namespace Catchment.Tags.Calculation;

/// <summary>A text that is no formula of this language, or goes beyond the bounds of one.</summary>
/// <param name="position">Where in the text, counted in characters from 1.</param>
/// <param name="reason">What is wrong there.</param>
public sealed class FormulaException(int position, string reason) : Exception($"position {position}: {reason}")
{
    /// <summary>Where in the text, counted in characters from 1.</summary>
    public int Position { get; } = position;

    /// <summary>What is wrong there.</summary>
    public string Reason { get; } = reason;
}
