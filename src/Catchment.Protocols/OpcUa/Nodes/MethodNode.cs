using Catchment.Protocols.OpcUa.Server;

namespace Catchment.Protocols.OpcUa.Nodes;

/// <summary>A node that can be called. Source: OPC 10000-3, 5.7.</summary>
/// <param name="id">Its id.</param>
/// <param name="browseName">Its name within its parent.</param>
public sealed class MethodNode(NodeId id, QualifiedName browseName) : Node(id, browseName)
{
    private volatile MethodHandler? _handler;

    /// <inheritdoc/>
    public override NodeClass NodeClass => NodeClass.Method;

    /// <summary>Whether it can be called now: whether something is there that answers a call.</summary>
    public bool Executable => _handler is not null;

    /// <summary>What answers a call; null: nothing.</summary>
    internal MethodHandler? Handler
    {
        get => _handler;
        set => _handler = value;
    }
}
