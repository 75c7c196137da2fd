using Catchment.Protocols.OpcUa.Messages;

namespace Catchment.Protocols.OpcUa.Server.Views;

/// <summary>RegisterNodes and UnregisterNodes. Every node is found as quickly by its own id, which it therefore keeps. Source: OPC 10000-4, 5.8.5 and 5.8.6.</summary>
/// <param name="limits">How many at once.</param>
internal sealed class RegisterService(OpcUaOperationLimits limits)
{
    /// <summary>The ids by which some nodes are used from now on: their own.</summary>
    /// <exception cref="OpcUaException">BadNothingToDo, BadTooManyOperations; BadNodeIdInvalid: one is the null id.</exception>
    public RegisterNodesResponse Register(RegisterNodesRequest request)
    {
        OperationCount.Check(request.NodesToRegister.Length, limits.MaxNodesPerRegisterNodes);
        if (Array.Exists(request.NodesToRegister, id => id.IsNull))
            throw new OpcUaException(StatusCodes.BadNodeIdInvalid);
        return new RegisterNodesResponse { RegisteredNodeIds = request.NodesToRegister };
    }

    /// <summary>Gives ids up again; those that were not registered do no harm.</summary>
    /// <exception cref="OpcUaException">BadNothingToDo, BadTooManyOperations.</exception>
    public UnregisterNodesResponse Unregister(UnregisterNodesRequest request)
    {
        OperationCount.Check(request.NodesToUnregister.Length, limits.MaxNodesPerRegisterNodes);
        return new UnregisterNodesResponse();
    }
}
