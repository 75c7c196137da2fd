using Catchment.Core.Configuration;
using Catchment.Core.Configuration.Binding;

namespace Catchment.Files.Settings.Validation;

/// <summary>What a node of a file has to be.</summary>
/// <param name="name">The kind of rule, by JSON Schema's name.</param>
/// <param name="allowed">What is allowed, ready for a sentence.</param>
internal abstract class NodeRule(string name, string allowed)
{
    /// <summary>What is allowed, ready for a sentence.</summary>
    public string Allowed => allowed;

    /// <summary>Looks at a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="place">Its key with dots.</param>
    /// <param name="found">Gets what is wrong.</param>
    public abstract void Check(ConfigurationNode node, string place, List<EndpointViolation> found);

    /// <summary>A key below a place.</summary>
    protected static string Below(string place, string key) => place.Length == 0 ? key : $"{place}.{key}";

    /// <summary>The node is not what is allowed.</summary>
    protected void Refuse(ConfigurationNode node, string place, List<EndpointViolation> found) =>
        found.Add(new EndpointViolation(place, name, node.Origin, NodeText.Describe(node), allowed));
}
