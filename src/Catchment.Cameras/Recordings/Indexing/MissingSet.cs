using Catchment.Cameras.Events;

namespace Catchment.Cameras.Recordings.Indexing;

/// <summary>A row of an index of which there is no file.</summary>
/// <param name="Key">The event.</param>
/// <param name="Type">The tracking set's type.</param>
public sealed record MissingSet(EventKey Key, string Type);
