using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>The structures that are known where any may stand.</summary>
internal static class StructureTypes
{
    /// <summary>The binary encodings that are known by number only.</summary>
    public const uint EventFilter = 727, AggregateFilter = 730, EventNotificationList = 916;

    /// <summary>The structure within an extension object.</summary>
    /// <returns>Null: there is none, it is XML, or not known here.</returns>
    /// <exception cref="OpcUaException">BadDecodingError or BadEncodingLimitsExceeded: it is known, but broken.</exception>
    public static IUaStructure? Decode(ExtensionObject? container, OpcUaLimits limits)
    {
        if (container?.Structure is { } structure)
            return structure;
        if (container is not { Body: { } body, IsXml: false, TypeId: { NamespaceIndex: 0, IsNumeric: true } type })
            return null;
        var reader = new UaReader(body, limits);
        return type.Number switch
        {
            SignatureData.EncodingId => SignatureData.Decode(ref reader),
            ApplicationDescription.EncodingId => ApplicationDescription.Decode(ref reader),
            UserTokenPolicy.EncodingId => UserTokenPolicy.Decode(ref reader),
            EndpointDescription.EncodingId => EndpointDescription.Decode(ref reader),
            AnonymousIdentityToken.EncodingId => AnonymousIdentityToken.Decode(ref reader),
            UserNameIdentityToken.EncodingId => UserNameIdentityToken.Decode(ref reader),
            X509IdentityToken.EncodingId => X509IdentityToken.Decode(ref reader),
            IssuedIdentityToken.EncodingId => IssuedIdentityToken.Decode(ref reader),
            ReadRawModifiedDetails.EncodingId => ReadRawModifiedDetails.Decode(ref reader),
            ReadAtTimeDetails.EncodingId => ReadAtTimeDetails.Decode(ref reader),
            HistoryData.EncodingId => HistoryData.Decode(ref reader),
            DataChangeFilter.EncodingId => DataChangeFilter.Decode(ref reader),
            DataChangeNotification.EncodingId => DataChangeNotification.Decode(ref reader),
            StatusChangeNotification.EncodingId => StatusChangeNotification.Decode(ref reader),
            BuildInfo.EncodingId => BuildInfo.Decode(ref reader),
            ServerStatusDataType.EncodingId => ServerStatusDataType.Decode(ref reader),
            ServerDiagnosticsSummaryDataType.EncodingId => ServerDiagnosticsSummaryDataType.Decode(ref reader),
            StructureDefinition.EncodingId => StructureDefinition.Decode(ref reader),
            EnumDefinition.EncodingId => EnumDefinition.Decode(ref reader),
            Argument.EncodingId => Read<Argument>(ref reader),
            EnumValueType.EncodingId => Read<EnumValueType>(ref reader),
            EUInformation.EncodingId => Read<EUInformation>(ref reader),
            Range.EncodingId => Read<Range>(ref reader),
            _ => null,
        };
    }

    private static T Read<T>(ref UaReader reader)
        where T : IUaDecodable<T> => T.Decode(ref reader);
}
