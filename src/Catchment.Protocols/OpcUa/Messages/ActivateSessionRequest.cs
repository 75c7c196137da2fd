using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>Says whom a session acts for, over which channel. Source: OPC 10000-4, 5.7.3.</summary>
internal sealed record ActivateSessionRequest : IServiceRequest, IUaDecodable<ActivateSessionRequest>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 467;

    public uint BinaryEncodingId => EncodingId;

    public RequestHeader RequestHeader { get; set; } = RequestHeader.Empty;

    public SignatureData ClientSignature { get; init; } = SignatureData.Empty;

    public SignedSoftwareCertificate[] ClientSoftwareCertificates { get; init; } = [];

    public string?[] LocaleIds { get; init; } = [];

    public ExtensionObject? UserIdentityToken { get; init; }

    public SignatureData UserTokenSignature { get; init; } = SignatureData.Empty;

    public static ActivateSessionRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        ClientSignature = SignatureData.Decode(ref reader),
        ClientSoftwareCertificates = reader.ReadArray<SignedSoftwareCertificate>(),
        LocaleIds = reader.ReadStrings(),
        UserIdentityToken = reader.ReadExtensionObject(),
        UserTokenSignature = SignatureData.Decode(ref reader),
    };

    public void Encode(UaWriter writer)
    {
        RequestHeader.Encode(writer);
        ClientSignature.Encode(writer);
        writer.WriteArray(ClientSoftwareCertificates);
        writer.WriteArray(LocaleIds);
        writer.Write(UserIdentityToken);
        UserTokenSignature.Encode(writer);
    }
}
