using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>What every response begins with. Source: OPC 10000-4, 7.34. The server here sends neither diagnostics nor texts.</summary>
internal sealed record ResponseHeader : IUaDecodable<ResponseHeader>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 394;

    /// <summary>With nothing told.</summary>
    public static ResponseHeader Empty { get; } = new();

    public uint BinaryEncodingId => EncodingId;

    /// <summary>When the server sent it, UTC.</summary>
    public DateTime Timestamp { get; init; }

    /// <summary>The request's.</summary>
    public uint RequestHandle { get; init; }

    /// <summary>How the call as a whole went.</summary>
    public StatusCode ServiceResult { get; init; }

    /// <summary>What there is to tell about a failure; null: nothing.</summary>
    public DiagnosticInfo? ServiceDiagnostics { get; init; }

    /// <summary>The texts that diagnostics refer to.</summary>
    public string?[] StringTable { get; init; } = [];

    /// <summary>What else there is to tell; null: nothing.</summary>
    public ExtensionObject? AdditionalHeader { get; init; }

    public static ResponseHeader Decode(ref UaReader reader) => new()
    {
        Timestamp = reader.ReadDateTime(),
        RequestHandle = reader.ReadUInt32(),
        ServiceResult = reader.ReadStatusCode(),
        ServiceDiagnostics = reader.ReadDiagnosticInfo(),
        StringTable = reader.ReadStrings(),
        AdditionalHeader = reader.ReadExtensionObject(),
    };

    public void Encode(UaWriter writer)
    {
        writer.Write(Timestamp);
        writer.Write(RequestHandle);
        writer.Write(ServiceResult);
        writer.Write(ServiceDiagnostics);
        writer.WriteArray(StringTable);
        writer.Write(AdditionalHeader);
    }
}
