namespace Catchment.Core.Configuration;

/// <summary>One key of a mapping with its value.</summary>
/// <param name="Key">The key's text.</param>
/// <param name="KeyOrigin">Where the key is written.</param>
/// <param name="Value">The value.</param>
public sealed record ConfigurationEntry(string Key, ConfigurationOrigin KeyOrigin, ConfigurationNode Value);
