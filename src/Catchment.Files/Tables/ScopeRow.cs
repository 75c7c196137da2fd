namespace Catchment.Files.Tables;

/// <summary>How far an events table was taken in.</summary>
/// <param name="Id">The scope's number.</param>
/// <param name="Reached">The last event that was read.</param>
/// <param name="GreatestFile">The greatest file number that has a state.</param>
/// <param name="IsKnown">It was once read from its beginning.</param>
internal sealed record ScopeRow(long Id, EventPlace Reached, long GreatestFile, bool IsKnown);
