using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Nodes;

namespace Catchment.Tags.Demo;

/// <summary>A value of a simulated OPC UA device: one that it measures, or one that it is told.</summary>
/// <param name="id">Its id.</param>
/// <param name="value">What it is at first; it keeps that type.</param>
/// <param name="isTold">Clients may write it.</param>
/// <param name="time">The clock of its source.</param>
internal sealed class DemoNode(NodeId id, Variant value, bool isTold, TimeProvider time) : VariableNode(id, new QualifiedName((string)id.Other!, id.NamespaceIndex), new NodeId((uint)value.Type))
{
    private volatile object _value = new DataValue(value, sourceTimestamp: time.GetUtcNow().UtcDateTime);

    /// <summary>Makes it.</summary>
    internal static DemoNode Of(string name, ushort space, Variant value, bool isTold, TimeProvider time) => new(new NodeId(name, space), value, isTold, time)
    {
        AccessLevel = isTold ? AccessLevels.CurrentRead | AccessLevels.CurrentWrite : AccessLevels.CurrentRead,
    };

    /// <inheritdoc/>
    public override DataValue Read() => (DataValue)_value;

    /// <summary>Sets it, when it is another.</summary>
    internal void Set(Variant now)
    {
        if (Read().Value != now)
            _value = new DataValue(now, sourceTimestamp: time.GetUtcNow().UtcDateTime);
    }

    /// <inheritdoc/>
    public override StatusCode Write(in DataValue value, OpcUaUser user)
    {
        if (!isTold)
            return StatusCodes.BadNotWritable;
        Set(value.Value);
        return StatusCodes.Good;
    }
}
