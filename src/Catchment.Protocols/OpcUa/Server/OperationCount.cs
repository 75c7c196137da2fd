namespace Catchment.Protocols.OpcUa.Server;

/// <summary>How many operations a request has. Source: OPC 10000-4, 7.39.2.</summary>
internal static class OperationCount
{
    /// <summary>Judges a request by its operations.</summary>
    /// <param name="count">How many it has.</param>
    /// <param name="limit">How many it may have.</param>
    /// <exception cref="OpcUaException">BadNothingToDo: none; BadTooManyOperations: too many.</exception>
    public static void Check(int count, int limit)
    {
        if (count == 0)
            throw new OpcUaException(StatusCodes.BadNothingToDo);
        if (count > limit)
            throw new OpcUaException(StatusCodes.BadTooManyOperations);
    }
}
