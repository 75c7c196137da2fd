namespace Catchment.Cameras.Recordings.Tables;

/// <summary>A tracking set in the table: what of it is found by.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Rows">How many rows it has.</param>
/// <param name="Labels">What it names, without duplicates, in order.</param>
internal sealed record RecordedSet(string Type, int Rows, IReadOnlyList<string> Labels);
