using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Nodes;

namespace Catchment.Interop.Tests.OpcUa;

/// <summary>A variable whose value the test sets, and a client that may write.</summary>
internal sealed class SettableVariable(NodeId id, string name, NodeId dataType, DataValue value) : VariableNode(id, new QualifiedName(name, 2), dataType)
{
    private readonly Lock _lock = new();
    private DataValue _value = value;

    public void Set(Variant value, StatusCode status = default)
    {
        lock (_lock)
            _value = new DataValue(value, status, TimeProvider.System.GetUtcNow().UtcDateTime);
    }

    public override DataValue Read()
    {
        lock (_lock)
            return _value;
    }

    public override StatusCode Write(in DataValue value, OpcUaUser user)
    {
        lock (_lock)
            _value = value;
        return default;
    }
}
