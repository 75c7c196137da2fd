namespace Catchment.Protocols.OpcUa.Nodes;

/// <summary>A variable that its owner sets, or whose value is asked for each time.</summary>
/// <param name="id">Its id.</param>
/// <param name="browseName">Its name within its parent.</param>
/// <param name="dataType">The node of its data type.</param>
public sealed class ValueNode(NodeId id, QualifiedName browseName, NodeId dataType) : VariableNode(id, browseName, dataType)
{
    private static readonly Func<DataValue> Unset = static () => new DataValue(StatusCodes.BadWaitingForInitialData);
    private volatile Func<DataValue> _source = Unset;

    /// <summary>Sets the value.</summary>
    /// <param name="value">With its status and source time.</param>
    public void Set(DataValue value) => _source = () => value;

    /// <summary>Lets the value be asked for each time.</summary>
    /// <param name="source">Is called by many threads, and has to be quick.</param>
    public void Set(Func<DataValue> source) => _source = source;

    /// <inheritdoc/>
    public override DataValue Read() => _source();
}
