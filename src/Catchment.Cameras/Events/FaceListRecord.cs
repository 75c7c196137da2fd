namespace Catchment.Cameras.Events;

/// <summary>A record of a FaceList.</summary>
/// <param name="Begin">Its first byte in the file.</param>
/// <param name="End">The first byte behind it and its line end.</param>
/// <param name="Fields">Its fields.</param>
internal sealed record FaceListRecord(int Begin, int End, IReadOnlyList<string> Fields)
{
    /// <summary>A field; null when the record is too short or has no such column.</summary>
    internal string? this[int column] => column >= 0 && column < Fields.Count ? Fields[column] : null;
}
