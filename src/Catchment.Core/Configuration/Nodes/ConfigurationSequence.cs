namespace Catchment.Core.Configuration;

/// <summary>A list of nodes.</summary>
/// <param name="items">The items in the order of the file.</param>
/// <param name="origin">Where the list begins.</param>
public sealed class ConfigurationSequence(IReadOnlyList<ConfigurationNode> items, ConfigurationOrigin origin)
    : ConfigurationNode(origin)
{
    /// <summary>The items in the order of the file.</summary>
    public IReadOnlyList<ConfigurationNode> Items { get; } = items;
}
