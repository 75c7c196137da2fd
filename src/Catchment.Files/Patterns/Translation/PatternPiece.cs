namespace Catchment.Files.Patterns.Translation;

/// <summary>A translated part of an expression.</summary>
/// <param name="Text">What .NET reads; one unit that a count of repeats may follow, but for sequences.</param>
/// <param name="Width">How many characters it takes.</param>
/// <param name="Repeats">What Python thinks of repeating it.</param>
internal readonly record struct PatternPiece(string Text, PatternWidth Width, PieceRepeats Repeats = PieceRepeats.Allowed)
{
    /// <summary>Several pieces, one after the other.</summary>
    public static PatternPiece Sequence(IReadOnlyList<PatternPiece> pieces) => new(
        string.Concat(pieces.Select(static piece => piece.Text)),
        pieces.Aggregate(PatternWidth.Zero, static (width, piece) => width.Then(piece.Width)));
}
