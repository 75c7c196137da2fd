using Catchment.Tags.Sync.Keys;

namespace Catchment.Tags.Sync.Rules;

/// <summary>What patterns and renaming look at.</summary>
/// <param name="Device">The device.</param>
/// <param name="Id">The tag's id.</param>
/// <param name="Name">The tag's name.</param>
/// <param name="Key">Its key, before it is renamed.</param>
internal sealed record TagSubject(string Device, string Id, string Name, TagKey Key);
