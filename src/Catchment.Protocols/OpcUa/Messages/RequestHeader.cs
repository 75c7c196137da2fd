namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>What every request begins with. Source: OPC 10000-4, 7.33.</summary>
internal sealed record RequestHeader
{
    /// <summary>The secret name of the session; the null id where there is none yet.</summary>
    public NodeId AuthenticationToken { get; init; }

    /// <summary>When the client sent it, UTC.</summary>
    public DateTime Timestamp { get; init; }

    /// <summary>The client's own number, which the response repeats.</summary>
    public uint RequestHandle { get; init; }

    /// <summary>Which diagnostics are wished; none are given.</summary>
    public uint ReturnDiagnostics { get; init; }

    /// <summary>For an audit log; null: none.</summary>
    public string? AuditEntryId { get; init; }

    /// <summary>Milliseconds that the client waits; 0: for ever.</summary>
    public uint TimeoutHint { get; init; }
}
