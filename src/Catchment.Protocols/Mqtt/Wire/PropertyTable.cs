using static Catchment.Protocols.Mqtt.MqttPropertyId;

namespace Catchment.Protocols.Mqtt.Wire;

/// <summary>What each property is, and in which packets it may stand (2.2.2.2).</summary>
internal static class PropertyTable
{
    /// <summary>The place of the will's properties, beside the places of the packet types.</summary>
    public const int Will = 0;

    private static readonly (PropertyKind Kind, uint Least, ushort Places)[] Rows = Fill();

    /// <summary>Looks a property up.</summary>
    /// <returns>False when there is no such property.</returns>
    public static bool TryFind(uint id, out PropertyKind kind, out uint least)
    {
        kind = default;
        least = 0;
        if (id >= Rows.Length || Rows[id].Places == 0)
            return false;
        (kind, least, _) = Rows[id];
        return true;
    }

    /// <summary>Whether a property may stand in a packet.</summary>
    public static bool IsAllowed(uint id, int place) => id < Rows.Length && (Rows[id].Places & (1 << place)) != 0;

    /// <summary>Whether a property may be there more than once: only a user's own, and the subscriptions that a message matched.</summary>
    public static bool MayRepeat(MqttPropertyId id, int place) =>
        id == UserProperty || (id == SubscriptionIdentifier && place == (int)MqttPacketType.Publish);

    private static (PropertyKind, uint, ushort)[] Fill()
    {
        const int connect = 1 << (int)MqttPacketType.Connect;
        const int connAck = 1 << (int)MqttPacketType.ConnAck;
        const int publish = 1 << (int)MqttPacketType.Publish;
        const int acknowledgements = (1 << (int)MqttPacketType.PubAck) | (1 << (int)MqttPacketType.PubRec) | (1 << (int)MqttPacketType.PubRel) | (1 << (int)MqttPacketType.PubComp);
        const int subscribe = 1 << (int)MqttPacketType.Subscribe;
        const int answers = (1 << (int)MqttPacketType.SubAck) | (1 << (int)MqttPacketType.UnsubAck);
        const int unsubscribe = 1 << (int)MqttPacketType.Unsubscribe;
        const int disconnect = 1 << (int)MqttPacketType.Disconnect;
        const int auth = 1 << (int)MqttPacketType.Auth;
        const int will = 1 << Will;
        const int everywhere = connect | connAck | publish | acknowledgements | subscribe | answers | unsubscribe | disconnect | auth | will;

        var rows = new (PropertyKind, uint, ushort)[(int)SharedSubscriptionAvailable + 1];
        void Set(MqttPropertyId id, PropertyKind kind, int places, uint least = 0) => rows[(int)id] = (kind, least, (ushort)places);

        Set(PayloadFormatIndicator, PropertyKind.Flag, publish | will);
        Set(MessageExpiryInterval, PropertyKind.FourBytes, publish | will);
        Set(ContentType, PropertyKind.Text, publish | will);
        Set(ResponseTopic, PropertyKind.Text, publish | will);
        Set(CorrelationData, PropertyKind.Binary, publish | will);
        Set(SubscriptionIdentifier, PropertyKind.VariableLength, publish | subscribe, least: 1);
        Set(SessionExpiryInterval, PropertyKind.FourBytes, connect | connAck | disconnect);
        Set(AssignedClientIdentifier, PropertyKind.Text, connAck);
        Set(ServerKeepAlive, PropertyKind.TwoBytes, connAck);
        Set(AuthenticationMethod, PropertyKind.Text, connect | connAck | auth);
        Set(AuthenticationData, PropertyKind.Binary, connect | connAck | auth);
        Set(RequestProblemInformation, PropertyKind.Flag, connect);
        Set(WillDelayInterval, PropertyKind.FourBytes, will);
        Set(RequestResponseInformation, PropertyKind.Flag, connect);
        Set(ResponseInformation, PropertyKind.Text, connAck);
        Set(ServerReference, PropertyKind.Text, connAck | disconnect);
        Set(ReasonString, PropertyKind.Text, connAck | acknowledgements | answers | disconnect | auth);
        Set(ReceiveMaximum, PropertyKind.TwoBytes, connect | connAck, least: 1);
        Set(TopicAliasMaximum, PropertyKind.TwoBytes, connect | connAck);
        Set(TopicAlias, PropertyKind.TwoBytes, publish, least: 1);
        Set(MaximumQos, PropertyKind.Flag, connAck);
        Set(RetainAvailable, PropertyKind.Flag, connAck);
        Set(UserProperty, PropertyKind.Pair, everywhere);
        Set(MaximumPacketSize, PropertyKind.FourBytes, connect | connAck, least: 1);
        Set(WildcardSubscriptionAvailable, PropertyKind.Flag, connAck);
        Set(SubscriptionIdentifierAvailable, PropertyKind.Flag, connAck);
        Set(SharedSubscriptionAvailable, PropertyKind.Flag, connAck);
        return rows;
    }
}
