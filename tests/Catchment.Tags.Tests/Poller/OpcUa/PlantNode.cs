using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Nodes;

namespace Catchment.Tags.Tests.Poller.OpcUa;

/// <summary>A variable that keeps what it is set to and what is written to it, and counts who looks at it.</summary>
internal sealed class PlantNode(NodeId id, uint dataType, Variant value) : VariableNode(id, new QualifiedName(id.ToString(), id.NamespaceIndex), new NodeId(dataType))
{
    private readonly Lock _gate = new();
    private DataValue _value = new(value, sourceTimestamp: new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
    private int _looks;

    /// <summary>Refuses what is written; Good: takes it.</summary>
    internal StatusCode Refusal { get; set; }

    internal int Looks
    {
        get
        {
            lock (_gate)
                return _looks;
        }
    }

    internal DataValue Present
    {
        get
        {
            lock (_gate)
                return _value;
        }

        set
        {
            lock (_gate)
                _value = value;
        }
    }

    internal void Set(Variant value, StatusCode status = default, DateTime? time = null) => Present = new DataValue(value, status, time ?? Present.SourceTimestamp);

    public override DataValue Read()
    {
        lock (_gate)
        {
            _looks++;
            return _value;
        }
    }

    public override StatusCode Write(in DataValue value, OpcUaUser user)
    {
        if (Refusal.IsBad)
            return Refusal;
        Set(value.Value);
        return StatusCodes.Good;
    }
}
