using System.Runtime.InteropServices;

namespace Catchment.Files.Patterns.Translation;

/// <summary>How many characters a part of an expression takes; a look-behind must take as many as it may.</summary>
/// <param name="Least">At least.</param>
/// <param name="Most">At most.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PatternWidth(ulong Least, ulong Most)
{
    /// <summary>No bound; also Python's greatest count of repeats.</summary>
    public const ulong Unbounded = uint.MaxValue;

    /// <summary>A place between characters.</summary>
    public static PatternWidth Zero => default;

    /// <summary>One character.</summary>
    public static PatternWidth One => new(1, 1);

    /// <summary>Whether it takes as many as it may.</summary>
    public bool IsFixed => Least == Most;

    /// <summary>One after the other.</summary>
    public PatternWidth Then(PatternWidth next) => Bounded(Least + next.Least, Most + next.Most);

    /// <summary>One or the other.</summary>
    public PatternWidth Or(PatternWidth other) => new(Math.Min(Least, other.Least), Math.Max(Most, other.Most));

    /// <summary>Several times.</summary>
    public PatternWidth Times(ulong least, ulong most) => Bounded(Least * least, Most * most);

    // Neither is ever more than 32 bits, so no product overflows 64. The least stays below the bound, so that "no bound" is never fixed.
    private static PatternWidth Bounded(ulong least, ulong most) => new(Math.Min(least, Unbounded - 1), Math.Min(most, Unbounded));
}
