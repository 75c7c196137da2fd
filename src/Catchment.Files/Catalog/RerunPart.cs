namespace Catchment.Files.Catalog;

/// <summary>What became of a part of the files that are to be run again.</summary>
/// <param name="Answer">What was done.</param>
/// <param name="Next">Where to go on; null: that were all.</param>
public sealed record RerunPart(FileDeskAnswer Answer, long? Next);
