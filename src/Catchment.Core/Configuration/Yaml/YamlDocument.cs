namespace Catchment.Core.Configuration;

/// <summary>What a YAML text contains.</summary>
/// <param name="Root">The one document's node; an empty text is a null scalar.</param>
/// <param name="Warnings">What is legal but hardly meant, such as repeated keys.</param>
public sealed record YamlDocument(ConfigurationNode Root, IReadOnlyList<ConfigurationMessage> Warnings);
