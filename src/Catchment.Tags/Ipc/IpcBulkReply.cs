namespace Catchment.Tags.Ipc;

/// <summary>What the gateway answered to a bulk write. Source: <c>tags</c> 3.1, 3.3.</summary>
public sealed record IpcBulkReply
{
    /// <summary>The list was taken; values in it may have failed.</summary>
    public required bool Ok { get; init; }

    /// <summary>Why the list was not taken; <c>unknown action</c> from the original.</summary>
    public string? Error { get; init; }

    /// <summary>Values that were written.</summary>
    public int Written { get; init; }

    /// <summary>Values that were not, in their order.</summary>
    public IReadOnlyList<IpcFailure> Failed { get; init; } = [];
}
