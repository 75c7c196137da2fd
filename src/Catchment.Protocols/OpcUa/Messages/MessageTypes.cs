using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>Messages as they lie in a secure channel: the id of their encoding, then their members. Source: OPC 10000-6, 5.2.9.</summary>
internal static class MessageTypes
{
    /// <summary>Writes a request or response.</summary>
    /// <exception cref="OpcUaException">BadEncodingLimitsExceeded: it is larger than the writer may take.</exception>
    public static void Encode(UaWriter writer, IUaStructure message)
    {
        writer.Write(new NodeId(message.BinaryEncodingId));
        message.Encode(writer);
    }

    /// <summary>Reads a request; an <see cref="UnsupportedRequest"/> when it belongs to a service that there is not here.</summary>
    /// <exception cref="OpcUaException">BadDecodingError or BadEncodingLimitsExceeded.</exception>
    public static IServiceRequest DecodeRequest(ReadOnlySpan<byte> message, OpcUaLimits limits)
    {
        var reader = new UaReader(message, limits);
        var id = ReadEncodingId(ref reader);
        return id switch
        {
            FindServersRequest.EncodingId => FindServersRequest.Decode(ref reader),
            FindServersOnNetworkRequest.EncodingId => FindServersOnNetworkRequest.Decode(ref reader),
            GetEndpointsRequest.EncodingId => GetEndpointsRequest.Decode(ref reader),
            OpenSecureChannelRequest.EncodingId => OpenSecureChannelRequest.Decode(ref reader),
            CloseSecureChannelRequest.EncodingId => CloseSecureChannelRequest.Decode(ref reader),
            CreateSessionRequest.EncodingId => CreateSessionRequest.Decode(ref reader),
            ActivateSessionRequest.EncodingId => ActivateSessionRequest.Decode(ref reader),
            CloseSessionRequest.EncodingId => CloseSessionRequest.Decode(ref reader),
            CancelRequest.EncodingId => CancelRequest.Decode(ref reader),
            BrowseRequest.EncodingId => BrowseRequest.Decode(ref reader),
            BrowseNextRequest.EncodingId => BrowseNextRequest.Decode(ref reader),
            TranslateBrowsePathsToNodeIdsRequest.EncodingId => TranslateBrowsePathsToNodeIdsRequest.Decode(ref reader),
            RegisterNodesRequest.EncodingId => RegisterNodesRequest.Decode(ref reader),
            UnregisterNodesRequest.EncodingId => UnregisterNodesRequest.Decode(ref reader),
            ReadRequest.EncodingId => ReadRequest.Decode(ref reader),
            HistoryReadRequest.EncodingId => HistoryReadRequest.Decode(ref reader),
            WriteRequest.EncodingId => WriteRequest.Decode(ref reader),
            CallRequest.EncodingId => CallRequest.Decode(ref reader),
            CreateMonitoredItemsRequest.EncodingId => CreateMonitoredItemsRequest.Decode(ref reader),
            ModifyMonitoredItemsRequest.EncodingId => ModifyMonitoredItemsRequest.Decode(ref reader),
            SetMonitoringModeRequest.EncodingId => SetMonitoringModeRequest.Decode(ref reader),
            SetTriggeringRequest.EncodingId => SetTriggeringRequest.Decode(ref reader),
            DeleteMonitoredItemsRequest.EncodingId => DeleteMonitoredItemsRequest.Decode(ref reader),
            CreateSubscriptionRequest.EncodingId => CreateSubscriptionRequest.Decode(ref reader),
            ModifySubscriptionRequest.EncodingId => ModifySubscriptionRequest.Decode(ref reader),
            SetPublishingModeRequest.EncodingId => SetPublishingModeRequest.Decode(ref reader),
            PublishRequest.EncodingId => PublishRequest.Decode(ref reader),
            RepublishRequest.EncodingId => RepublishRequest.Decode(ref reader),
            TransferSubscriptionsRequest.EncodingId => TransferSubscriptionsRequest.Decode(ref reader),
            DeleteSubscriptionsRequest.EncodingId => DeleteSubscriptionsRequest.Decode(ref reader),
            _ => UnsupportedRequest.Decode(id, ref reader),
        };
    }

    /// <summary>Reads a response.</summary>
    /// <exception cref="OpcUaException">BadDecodingError or BadEncodingLimitsExceeded; BadUnknownResponse: it belongs to no service that is known here.</exception>
    public static IServiceResponse DecodeResponse(ReadOnlySpan<byte> message, OpcUaLimits limits)
    {
        var reader = new UaReader(message, limits);
        return ReadEncodingId(ref reader) switch
        {
            FindServersResponse.EncodingId => FindServersResponse.Decode(ref reader),
            FindServersOnNetworkResponse.EncodingId => FindServersOnNetworkResponse.Decode(ref reader),
            GetEndpointsResponse.EncodingId => GetEndpointsResponse.Decode(ref reader),
            OpenSecureChannelResponse.EncodingId => OpenSecureChannelResponse.Decode(ref reader),
            CloseSecureChannelResponse.EncodingId => CloseSecureChannelResponse.Decode(ref reader),
            CreateSessionResponse.EncodingId => CreateSessionResponse.Decode(ref reader),
            ActivateSessionResponse.EncodingId => ActivateSessionResponse.Decode(ref reader),
            CloseSessionResponse.EncodingId => CloseSessionResponse.Decode(ref reader),
            CancelResponse.EncodingId => CancelResponse.Decode(ref reader),
            BrowseResponse.EncodingId => BrowseResponse.Decode(ref reader),
            BrowseNextResponse.EncodingId => BrowseNextResponse.Decode(ref reader),
            TranslateBrowsePathsToNodeIdsResponse.EncodingId => TranslateBrowsePathsToNodeIdsResponse.Decode(ref reader),
            RegisterNodesResponse.EncodingId => RegisterNodesResponse.Decode(ref reader),
            UnregisterNodesResponse.EncodingId => UnregisterNodesResponse.Decode(ref reader),
            ReadResponse.EncodingId => ReadResponse.Decode(ref reader),
            HistoryReadResponse.EncodingId => HistoryReadResponse.Decode(ref reader),
            WriteResponse.EncodingId => WriteResponse.Decode(ref reader),
            CallResponse.EncodingId => CallResponse.Decode(ref reader),
            CreateMonitoredItemsResponse.EncodingId => CreateMonitoredItemsResponse.Decode(ref reader),
            ModifyMonitoredItemsResponse.EncodingId => ModifyMonitoredItemsResponse.Decode(ref reader),
            SetMonitoringModeResponse.EncodingId => SetMonitoringModeResponse.Decode(ref reader),
            SetTriggeringResponse.EncodingId => SetTriggeringResponse.Decode(ref reader),
            DeleteMonitoredItemsResponse.EncodingId => DeleteMonitoredItemsResponse.Decode(ref reader),
            CreateSubscriptionResponse.EncodingId => CreateSubscriptionResponse.Decode(ref reader),
            ModifySubscriptionResponse.EncodingId => ModifySubscriptionResponse.Decode(ref reader),
            SetPublishingModeResponse.EncodingId => SetPublishingModeResponse.Decode(ref reader),
            PublishResponse.EncodingId => PublishResponse.Decode(ref reader),
            RepublishResponse.EncodingId => RepublishResponse.Decode(ref reader),
            TransferSubscriptionsResponse.EncodingId => TransferSubscriptionsResponse.Decode(ref reader),
            DeleteSubscriptionsResponse.EncodingId => DeleteSubscriptionsResponse.Decode(ref reader),
            ServiceFault.EncodingId => ServiceFault.Decode(ref reader),
            _ => throw new OpcUaException(StatusCodes.BadUnknownResponse),
        };
    }

    /// <summary>Reads the header alone, to answer a request that cannot be read further.</summary>
    /// <returns>Null: not even the header can be read.</returns>
    public static RequestHeader? DecodeHeader(ReadOnlySpan<byte> message, OpcUaLimits limits)
    {
        try
        {
            var reader = new UaReader(message, limits);
            reader.ReadNodeId();
            return RequestHeader.Decode(ref reader);
        }
        catch (OpcUaException)
        {
            return null;
        }
    }

    // Ids of other namespaces are nobody's here: 0 is no encoding either.
    private static uint ReadEncodingId(ref UaReader reader)
    {
        var id = reader.ReadNodeId();
        return id is { NamespaceIndex: 0, IsNumeric: true } ? id.Number : 0;
    }
}
