namespace Catchment.Protocols.OpcUa.Nodes;

/// <summary>A node with a value, which its owner supplies. Source: OPC 10000-3, 5.6.</summary>
/// <param name="id">Its id.</param>
/// <param name="browseName">Its name within its parent.</param>
/// <param name="dataType">The node of its data type, for example 11 of namespace 0 for Double.</param>
public abstract class VariableNode(NodeId id, QualifiedName browseName, NodeId dataType) : Node(id, browseName)
{
    /// <inheritdoc/>
    public sealed override NodeClass NodeClass => NodeClass.Variable;

    /// <summary>The node of its data type.</summary>
    public NodeId DataType { get; } = dataType;

    /// <summary>−3: one or an array; −2: any; −1: one value; 0: an array; 1 and more: an array of so many dimensions. Source: OPC 10000-3, 5.6.2.</summary>
    public int ValueRank { get; init; } = -1;

    /// <summary>How long each dimension of an array may be, 0: not told; null: nothing is told.</summary>
    public IReadOnlyList<uint>? ArrayDimensions { get; init; }

    /// <summary>What may be done with it at all.</summary>
    public AccessLevels AccessLevel { get; init; } = AccessLevels.CurrentRead;

    /// <summary>
    /// What is kept of what comes with a written value: <see cref="AccessLevels.StatusWrite"/>, <see cref="AccessLevels.TimestampWrite"/>. As <see cref="AccessLevel"/> says,
    /// unless a node takes more than it tells.
    /// </summary>
    public virtual AccessLevels Kept => AccessLevel;

    /// <summary>Milliseconds between two looks at its source at least; 0: told at once, −1: not known.</summary>
    public double MinimumSamplingInterval { get; init; }

    /// <summary>Whether its history is being recorded.</summary>
    public bool Historizing { get; init; }

    /// <summary>What is recorded of it; null: nothing. It can be read where <see cref="AccessLevel"/> has <see cref="AccessLevels.HistoryRead"/>.</summary>
    public IOpcUaHistory? History { get; init; }

    /// <summary>Whether clients are told when the server looked at the value; a time that comes with the value is told in any case.</summary>
    public bool TellsServerTime { get; init; } = true;

    /// <summary>The range that a percent deadband refers to (the EURange of an analog item); null: none.</summary>
    public (double Low, double High)? EngineeringRange { get; init; }

    /// <summary>What a user may do with it; never more than <see cref="AccessLevel"/>.</summary>
    /// <param name="user">Who asks.</param>
    public virtual AccessLevels UserAccess(OpcUaUser user) => AccessLevel;

    /// <summary>The value now. It is called by the server's samplers and readers from many threads, and has to be quick.</summary>
    public abstract DataValue Read();

    /// <summary>Takes a value that fits the data type and that the user may write.</summary>
    /// <param name="value">The whole value; with a status or source time where the client told one.</param>
    /// <param name="user">Who writes.</param>
    /// <returns>Good, or why it is not taken: BadOutOfRange, BadWriteNotSupported, ….</returns>
    public virtual StatusCode Write(in DataValue value, OpcUaUser user) => StatusCodes.BadNotWritable;
}
