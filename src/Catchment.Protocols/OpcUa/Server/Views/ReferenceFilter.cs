using Catchment.Protocols.OpcUa.Nodes;

namespace Catchment.Protocols.OpcUa.Server.Views;

/// <summary>Tells references of a type from others. Neighbours are mostly of the same type, so that its last answer is kept.</summary>
/// <param name="space">Knows the subtypes.</param>
/// <param name="type">The type; null: any.</param>
/// <param name="includeSubtypes">Or a subtype of it.</param>
internal struct ReferenceFilter(NodeSpace space, Node? type, bool includeSubtypes)
{
    private Node? _last;
    private bool _lastTaken;

    /// <summary>Whether references of a type are wanted.</summary>
    public bool Takes(Node reference)
    {
        if (type is null || ReferenceEquals(reference, type))
            return true;
        if (!includeSubtypes)
            return false;
        if (!ReferenceEquals(reference, _last))
        {
            _last = reference;
            _lastTaken = space.IsSubtype(reference, type);
        }

        return _lastTaken;
    }
}
