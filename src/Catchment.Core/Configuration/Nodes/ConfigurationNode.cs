namespace Catchment.Core.Configuration;

/// <summary>
/// One node of a configuration as it is written: a <see cref="ConfigurationScalar"/>, a
/// <see cref="ConfigurationSequence"/> or a <see cref="ConfigurationMapping"/>. Immutable. An alias is the very node
/// that its anchor names, so a node may have several parents, but never itself among its descendants.
/// </summary>
public abstract class ConfigurationNode
{
    private protected ConfigurationNode(ConfigurationOrigin origin) => Origin = origin;

    /// <summary>Where the node is written.</summary>
    public ConfigurationOrigin Origin { get; }

    /// <summary>Whether the node is a null scalar: nothing, <c>~</c> or <c>null</c>.</summary>
    public bool IsNull => this is ConfigurationScalar { Kind: ScalarKind.Null };
}
