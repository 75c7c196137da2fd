using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>How taking over went. Source: OPC 10000-4, 5.14.7.</summary>
internal sealed record TransferResult : IUaDecodable<TransferResult>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 838;

    public uint BinaryEncodingId => EncodingId;

    public static int LeastSize => 8;

    public StatusCode StatusCode { get; init; }

    /// <summary>What can be asked for again.</summary>
    public uint[] AvailableSequenceNumbers { get; init; } = [];

    public static TransferResult Decode(ref UaReader reader) => new()
    {
        StatusCode = reader.ReadStatusCode(),
        AvailableSequenceNumbers = reader.ReadUInt32s(),
    };

    public void Encode(UaWriter writer)
    {
        writer.Write(StatusCode);
        writer.WriteArray(AvailableSequenceNumbers);
    }
}
