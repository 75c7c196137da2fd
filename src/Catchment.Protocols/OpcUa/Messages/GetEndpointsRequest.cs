using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>By which addresses, and how secured, can the server be reached? Source: OPC 10000-4, 5.5.4.</summary>
internal sealed record GetEndpointsRequest : IServiceRequest, IUaDecodable<GetEndpointsRequest>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 428;

    public uint BinaryEncodingId => EncodingId;

    public RequestHeader RequestHeader { get; set; } = RequestHeader.Empty;

    /// <summary>As the client reached it.</summary>
    public string? EndpointUrl { get; init; }

    public string?[] LocaleIds { get; init; } = [];

    /// <summary>Transports that the client knows; none: all.</summary>
    public string?[] ProfileUris { get; init; } = [];

    public static GetEndpointsRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        EndpointUrl = reader.ReadString(),
        LocaleIds = reader.ReadStrings(),
        ProfileUris = reader.ReadStrings(),
    };

    public void Encode(UaWriter writer)
    {
        RequestHeader.Encode(writer);
        writer.Write(EndpointUrl);
        writer.WriteArray(LocaleIds);
        writer.WriteArray(ProfileUris);
    }
}
