namespace Catchment.Tags.Recording;

/// <summary>Which points are recorded, and what of them. The first rule whose pattern fits a key counts.</summary>
/// <param name="Pattern">Keys, with <c>*</c> for any characters and <c>?</c> for one.</param>
/// <param name="Deadband">By how much a number has to differ from the recorded one at least; what differs by no more is left out.</param>
/// <param name="ShortestInterval">Between two records of a point; the newest value is recorded when it is over.</param>
public sealed record RecordRule(string Pattern, double Deadband, TimeSpan ShortestInterval);
