using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Nodes;

namespace Catchment.Protocols.OpcUa.Server.Attributes;

/// <summary>Read, and the reading of one attribute for whoever samples it. Source: OPC 10000-4, 5.10.2.</summary>
/// <param name="space">What is read.</param>
/// <param name="limits">How much at once.</param>
/// <param name="time">The clock of the server timestamps.</param>
/// <param name="mostBytes">About so many bytes of values in one response.</param>
internal sealed class ReadService(NodeSpace space, OpcUaOperationLimits limits, TimeProvider time, int mostBytes = int.MaxValue)
{
    /// <summary>The encoding of structures that there is.</summary>
    public const string BinaryEncoding = "Default Binary";

    /// <summary>Reads some attributes.</summary>
    /// <param name="session">Whose user reads.</param>
    /// <param name="request">Which attributes.</param>
    /// <exception cref="OpcUaException">BadNothingToDo, BadTooManyOperations, BadMaxAgeInvalid, BadTimestampsToReturnInvalid, BadResponseTooLarge: of the request as a whole.</exception>
    public ReadResponse Read(ServerSession session, ReadRequest request)
    {
        if (!(request.MaxAge >= 0))
            throw new OpcUaException(StatusCodes.BadMaxAgeInvalid);
        if (request.TimestampsToReturn is not (TimestampsToReturn.Source or TimestampsToReturn.Server or TimestampsToReturn.Both or TimestampsToReturn.Neither))
            throw new OpcUaException(StatusCodes.BadTimestampsToReturnInvalid);
        OperationCount.Check(request.NodesToRead.Length, limits.MaxNodesPerRead);
        var results = new DataValue[request.NodesToRead.Length];
        var now = time.GetUtcNow().UtcDateTime;
        var bytes = 0L;
        for (var i = 0; i < results.Length; i++)
        {
            var value = Read(request.NodesToRead[i], session.User, out var tellsServerTime);
            results[i] = WithTimestamps(value, request.TimestampsToReturn, tellsServerTime ? now : null);
            bytes += ValueSize.Of(results[i].Value);
            if (bytes > mostBytes)
                throw new OpcUaException(StatusCodes.BadResponseTooLarge);
        }

        return new ReadResponse { Results = results };
    }

    /// <summary>A value with the timestamps that were asked for.</summary>
    /// <param name="value">With those that it has.</param>
    /// <param name="wanted">Which are wanted.</param>
    /// <param name="now">The server's, unless it has one; null: none.</param>
    public static DataValue WithTimestamps(in DataValue value, TimestampsToReturn wanted, DateTime? now)
    {
        var isSource = wanted is TimestampsToReturn.Source or TimestampsToReturn.Both;
        var isServer = wanted is TimestampsToReturn.Server or TimestampsToReturn.Both;
        return value with
        {
            SourceTimestamp = isSource ? value.SourceTimestamp : null,
            SourcePicoseconds = isSource ? value.SourcePicoseconds : (ushort)0,
            ServerTimestamp = isServer ? value.ServerTimestamp ?? now : null,
            ServerPicoseconds = isServer ? value.ServerPicoseconds : (ushort)0,
        };
    }

    /// <summary>Reads one attribute, or tells why it cannot be read.</summary>
    /// <param name="wanted">Which.</param>
    /// <param name="user">Who reads.</param>
    /// <param name="tellsServerTime">Whether the server's time belongs to it.</param>
    /// <returns>With the timestamps that it has.</returns>
    public DataValue Read(in ReadValueId wanted, OpcUaUser user, out bool tellsServerTime)
    {
        tellsServerTime = true;
        if (!NumericRange.TryParse(wanted.IndexRange, out var range))
            return new DataValue(StatusCodes.BadIndexRangeInvalid);
        if (!space.TryFind(wanted.NodeId, out var node))
            return new DataValue(wanted.NodeId.IsNull ? StatusCodes.BadNodeIdInvalid : StatusCodes.BadNodeIdUnknown);
        tellsServerTime = TellsServerTime(node, wanted.AttributeId);
        return Read(node, wanted.AttributeId, range, wanted.DataEncoding, user);
    }

    /// <summary>Whether the server's time belongs to an attribute.</summary>
    /// <param name="node">The node; null: there is none.</param>
    /// <param name="attribute">One of <see cref="AttributeIds"/>.</param>
    public static bool TellsServerTime(Node? node, uint attribute) => attribute != AttributeIds.Value || node is not VariableNode { TellsServerTime: false };

    /// <summary>Reads one attribute of a node that was found, or tells why it cannot be read.</summary>
    /// <param name="node">The node.</param>
    /// <param name="attribute">One of <see cref="AttributeIds"/>.</param>
    /// <param name="range">Which elements; null: all.</param>
    /// <param name="encoding">Of structures; the null name: the usual.</param>
    /// <param name="user">Who reads.</param>
    public DataValue Read(Node node, uint attribute, NumericRange? range, QualifiedName encoding, OpcUaUser user)
    {
        if (attribute == AttributeIds.Value && node is VariableNode variable)
            return ReadValue(variable, range, encoding, user);
        if (NodeAttributes.Get(node, attribute, user) is not { } value)
            return new DataValue(StatusCodes.BadAttributeIdInvalid);
        return string.IsNullOrEmpty(encoding.Name) ? Within(new DataValue(value), range) : new DataValue(StatusCodes.BadDataEncodingInvalid);
    }

    private static DataValue Within(in DataValue value, NumericRange? range)
    {
        if (range is null || value.Status.IsBad)
            return value;
        var status = range.Read(value.Value, out var part);
        return status.IsBad ? new DataValue(status) : value with { Value = part };
    }

    private DataValue ReadValue(VariableNode node, NumericRange? range, QualifiedName encoding, OpcUaUser user)
    {
        if ((node.AccessLevel & AccessLevels.CurrentRead) == AccessLevels.None)
            return new DataValue(StatusCodes.BadNotReadable);
        if ((node.UserAccess(user) & AccessLevels.CurrentRead) == AccessLevels.None)
            return new DataValue(StatusCodes.BadUserAccessDenied);
        if (!string.IsNullOrEmpty(encoding.Name))
        {
            if (!space.IsSubtype(node.DataType, StandardIds.Structure))
                return new DataValue(StatusCodes.BadDataEncodingInvalid);
            if (encoding != new QualifiedName(BinaryEncoding))
                return new DataValue(StatusCodes.BadDataEncodingUnsupported);
        }

        return Within(node.Read(), range);
    }
}
