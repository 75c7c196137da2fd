namespace Catchment.Tags.Sync.Buffering;

/// <summary>What a buffer holds at most; beyond, the oldest go.</summary>
/// <param name="Entries">The most values.</param>
/// <param name="Bytes">The most bytes on disk.</param>
/// <param name="Age">How long a value waits.</param>
public sealed record BufferLimits(int Entries, long Bytes, TimeSpan Age);
