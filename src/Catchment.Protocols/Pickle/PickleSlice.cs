namespace Catchment.Protocols.Pickle;

/// <summary>Bytes inside the pickle. They are not copied before they are known to be a column.</summary>
/// <param name="Offset">Where they begin.</param>
/// <param name="Length">How many there are.</param>
internal sealed record PickleSlice(int Offset, int Length);
