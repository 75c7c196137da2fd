namespace Catchment.Files.Patterns.Translation;

/// <summary>What Python thinks of repeating a part of an expression.</summary>
internal enum PieceRepeats
{
    /// <summary>It may be repeated.</summary>
    Allowed,

    /// <summary>It is a place, such as <c>^</c>: nothing to repeat.</summary>
    Nothing,

    /// <summary>It is repeated already.</summary>
    Already,
}
