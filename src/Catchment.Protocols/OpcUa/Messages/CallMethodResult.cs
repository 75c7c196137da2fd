using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>What a method answered. Source: OPC 10000-4, 5.12.2.</summary>
internal sealed record CallMethodResult : IUaDecodable<CallMethodResult>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 709;

    public uint BinaryEncodingId => EncodingId;

    public static int LeastSize => 16;

    public StatusCode StatusCode { get; init; }

    public StatusCode[] InputArgumentResults { get; init; } = [];

    public DiagnosticInfo?[] InputArgumentDiagnosticInfos { get; init; } = [];

    public Variant[] OutputArguments { get; init; } = [];

    public static CallMethodResult Decode(ref UaReader reader) => new()
    {
        StatusCode = reader.ReadStatusCode(),
        InputArgumentResults = reader.ReadStatusCodes(),
        InputArgumentDiagnosticInfos = reader.ReadDiagnosticInfos(),
        OutputArguments = reader.ReadVariants(),
    };

    public void Encode(UaWriter writer)
    {
        writer.Write(StatusCode);
        writer.WriteArray(InputArgumentResults);
        writer.WriteArray(InputArgumentDiagnosticInfos);
        writer.WriteArray(OutputArguments);
    }
}
