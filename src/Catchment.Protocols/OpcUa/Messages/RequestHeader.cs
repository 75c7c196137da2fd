using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>What every request begins with. Source: OPC 10000-4, 7.33.</summary>
internal sealed record RequestHeader : IUaDecodable<RequestHeader>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 391;

    /// <summary>With nothing told.</summary>
    public static RequestHeader Empty { get; } = new();

    public uint BinaryEncodingId => EncodingId;

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

    /// <summary>What else there is to tell; null: nothing.</summary>
    public ExtensionObject? AdditionalHeader { get; init; }

    public static RequestHeader Decode(ref UaReader reader) => new()
    {
        AuthenticationToken = reader.ReadNodeId(),
        Timestamp = reader.ReadDateTime(),
        RequestHandle = reader.ReadUInt32(),
        ReturnDiagnostics = reader.ReadUInt32(),
        AuditEntryId = reader.ReadString(),
        TimeoutHint = reader.ReadUInt32(),
        AdditionalHeader = reader.ReadExtensionObject(),
    };

    public void Encode(UaWriter writer)
    {
        writer.Write(AuthenticationToken);
        writer.Write(Timestamp);
        writer.Write(RequestHandle);
        writer.Write(ReturnDiagnostics);
        writer.Write(AuditEntryId);
        writer.Write(TimeoutHint);
        writer.Write(AdditionalHeader);
    }
}
