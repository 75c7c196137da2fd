namespace Catchment.Tags.Ipc;

/// <summary>What the gateway answered to one request. Source: <c>tags</c> 3.1.</summary>
public sealed record IpcReply
{
    /// <summary>It was done.</summary>
    public required bool Ok { get; init; }

    /// <summary>Why it was not; null: it was.</summary>
    public string? Error { get; init; }

    /// <summary>The key behind an id; null: the answer names none.</summary>
    public string? Key { get; init; }

    /// <summary>The key was unknown and is registered now.</summary>
    public bool Registered { get; init; }

    /// <summary>The server's version; null: the answer names none, or it is the original.</summary>
    public string? Version { get; init; }
}
