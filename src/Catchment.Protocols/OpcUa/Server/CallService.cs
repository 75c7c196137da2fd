using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Nodes;

namespace Catchment.Protocols.OpcUa.Server;

/// <summary>Call. Source: OPC 10000-4, 5.11.2.</summary>
/// <param name="space">Where the methods stand.</param>
/// <param name="limits">How many calls at once.</param>
internal sealed class CallService(NodeSpace space, OpcUaOperationLimits limits)
{
    private static readonly QualifiedName InputArguments = new("InputArguments");

    /// <summary>Calls methods, one after the other.</summary>
    /// <param name="session">Whose client calls.</param>
    /// <param name="request">Which methods.</param>
    /// <exception cref="OpcUaException">BadNothingToDo, BadTooManyOperations: of the request as a whole.</exception>
    public CallResponse Call(ServerSession session, CallRequest request)
    {
        OperationCount.Check(request.MethodsToCall.Length, limits.MaxNodesPerMethodCall);
        return new CallResponse { Results = Array.ConvertAll(request.MethodsToCall, each => Call(session, each)) };
    }

    private static CallMethodResult Failed(StatusCode status) => new() { StatusCode = status };

    private CallMethodResult Call(ServerSession session, CallMethodRequest wanted)
    {
        if (space.Find(wanted.ObjectId) is not { } owner)
            return Failed(wanted.ObjectId.IsNull ? StatusCodes.BadNodeIdInvalid : StatusCodes.BadNodeIdUnknown);
        if (space.Find(wanted.MethodId) is not MethodNode asked || Find(owner, asked) is not { } method)
            return Failed(StatusCodes.BadMethodInvalid);
        if (method.Handler is not { } handler)
            return Failed(StatusCodes.BadNotExecutable);
        var arguments = ArgumentsOf(method);
        if (wanted.InputArguments.Length != arguments.Length)
            return Failed(wanted.InputArguments.Length < arguments.Length ? StatusCodes.BadArgumentsMissing : StatusCodes.BadTooManyArguments);
        var results = new StatusCode[arguments.Length];
        for (var i = 0; i < results.Length; i++)
            results[i] = IsOf(arguments[i], wanted.InputArguments[i]) ? StatusCodes.Good : StatusCodes.BadTypeMismatch;
        if (Array.Exists(results, static result => result.IsBad))
            return new CallMethodResult { StatusCode = StatusCodes.BadInvalidArgument, InputArgumentResults = results };
        try
        {
            return new CallMethodResult { InputArgumentResults = results, OutputArguments = handler(session, wanted.InputArguments) };
        }
        catch (OpcUaException e)
        {
            return Failed(e.Status);
        }
    }

    /// <summary>The method of an object: itself, or the object's own by the name of its type's.</summary>
    private MethodNode? Find(Node owner, MethodNode asked)
    {
        if (IsComponent(asked, owner))
            return asked;
        if (owner.TypeDefinition is not { } type || !IsComponent(asked, type))
            return null;
        foreach (var reference in owner.Forward.After())
        {
            if (reference.Target is MethodNode method && method.BrowseName == asked.BrowseName && IsComponent(method, owner))
                return method;
        }

        return null;
    }

    /// <summary>From the method's end, where there are few references.</summary>
    private bool IsComponent(MethodNode method, Node owner)
    {
        foreach (var reference in method.Inverse.After())
        {
            if (ReferenceEquals(reference.Target, owner) && space.IsSubtype(reference.Type.Id, StandardIds.HasComponent))
                return true;
        }

        return false;
    }

    private static Argument[] ArgumentsOf(MethodNode method)
    {
        foreach (var reference in NodeSpace.ReferencesOf(method))
        {
            if (reference is { IsForward: true, Target: VariableNode property } && property.BrowseName == InputArguments && property.Read().Value.Elements is ExtensionObject?[] elements)
                return [.. elements.Select(static element => element?.Structure).OfType<Argument>()];
        }

        return [];
    }

    private bool IsOf(Argument argument, in Variant value) =>
        DataTypes.Takes(DataTypes.Base(space, argument.DataType), value.Type) && (argument.ValueRank < 0 ? !value.IsArray : value.IsArray);
}
