namespace Catchment.Files.Tables;

/// <summary>An event as a walk over the table meets it.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Status">What it says; null: nothing, or a word of nobody's, which matches no status.</param>
/// <param name="HasDuration">It tells of an attempt.</param>
internal readonly record struct PlacedEvent(EventPlace Place, FileStatus? Status, bool HasDuration);
