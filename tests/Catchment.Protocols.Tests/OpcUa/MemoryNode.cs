using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Nodes;

namespace Catchment.Protocols.Tests.OpcUa;

/// <summary>A variable that keeps what is written. Only a user with a name may read or write it where <see cref="IsForNamedUsers"/>.</summary>
internal sealed class MemoryNode(string name, uint dataType, DataValue value) : VariableNode(SampleSpace.Id(name), SampleSpace.Name(name), new NodeId(dataType))
{
    public DataValue Written { get; private set; } = value;

    public bool IsForNamedUsers { get; init; }

    public override DataValue Read() => Written;

    public override AccessLevels UserAccess(OpcUaUser user) => IsForNamedUsers && user.Name is null ? AccessLevels.None : AccessLevel;

    public override StatusCode Write(in DataValue value, OpcUaUser user)
    {
        Written = value;
        return StatusCodes.Good;
    }
}
