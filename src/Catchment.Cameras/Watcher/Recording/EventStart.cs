using Catchment.Cameras.Events;

namespace Catchment.Cameras.Watcher.Recording;

/// <summary>An event that is to be begun.</summary>
/// <param name="Key">The event.</param>
/// <param name="What">Its index row.</param>
/// <param name="IsNew">An index row is wanted.</param>
internal sealed record EventStart(EventKey Key, RecordedEvent What, bool IsNew);
