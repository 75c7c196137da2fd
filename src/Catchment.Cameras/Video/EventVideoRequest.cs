using Catchment.Cameras.Events;

namespace Catchment.Cameras.Video;

/// <summary>A film that is wanted.</summary>
/// <param name="Key">The event.</param>
/// <param name="Sets">Types of the tracking sets whose boxes are drawn over the pictures; empty: none.</param>
public sealed record EventVideoRequest(EventKey Key, IReadOnlyList<string> Sets);
