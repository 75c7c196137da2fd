using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>Which servers are there? Source: OPC 10000-4, 5.5.2.</summary>
internal sealed record FindServersRequest : IServiceRequest, IUaDecodable<FindServersRequest>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 422;

    public uint BinaryEncodingId => EncodingId;

    public RequestHeader RequestHeader { get; set; } = RequestHeader.Empty;

    public string? EndpointUrl { get; init; }

    public string?[] LocaleIds { get; init; } = [];

    /// <summary>None: all.</summary>
    public string?[] ServerUris { get; init; } = [];

    public static FindServersRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        EndpointUrl = reader.ReadString(),
        LocaleIds = reader.ReadStrings(),
        ServerUris = reader.ReadStrings(),
    };

    public void Encode(UaWriter writer)
    {
        RequestHeader.Encode(writer);
        writer.Write(EndpointUrl);
        writer.WriteArray(LocaleIds);
        writer.WriteArray(ServerUris);
    }
}
