using Catchment.Protocols.Mqtt.Wire;

namespace Catchment.Protocols.Mqtt.Connections;

/// <summary>What a broker has announced that it takes (3.2.2.3).</summary>
/// <param name="ReceiveMaximum">Most unacknowledged messages of QoS 1 and 2.</param>
/// <param name="MaximumPacketSize">Most bytes of a packet.</param>
/// <param name="MaximumQos">The highest QoS.</param>
/// <param name="RetainAvailable">Whether it keeps retained messages.</param>
/// <param name="KeepAlive">The longest silence; zero: any.</param>
/// <param name="AssignedClientId">The client id that it has chosen; null: the one it was told.</param>
internal sealed record BrokerLimits(
    int ReceiveMaximum, long MaximumPacketSize, MqttQos MaximumQos, bool RetainAvailable, TimeSpan KeepAlive, string? AssignedClientId)
{
    /// <summary>Reads them.</summary>
    public static BrokerLimits Read(ConnAckPacket answer, MqttClientOptions options)
    {
        var limits = new BrokerLimits(options.ReceiveMaximum, MqttWriter.LargestVariable, MqttQos.ExactlyOnce, true, options.KeepAlive, null);
        foreach (var property in answer.Properties)
        {
            limits = property.Id switch
            {
                MqttPropertyId.ReceiveMaximum => limits with { ReceiveMaximum = (int)Math.Min(property.Number, (uint)options.ReceiveMaximum) },
                MqttPropertyId.MaximumPacketSize => limits with { MaximumPacketSize = property.Number },
                MqttPropertyId.MaximumQos => limits with { MaximumQos = (MqttQos)property.Number },
                MqttPropertyId.RetainAvailable => limits with { RetainAvailable = property.Number == 1 },
                MqttPropertyId.ServerKeepAlive => limits with { KeepAlive = TimeSpan.FromSeconds(property.Number) },
                MqttPropertyId.AssignedClientIdentifier => limits with { AssignedClientId = property.Text },
                _ => limits,
            };
        }

        return limits;
    }
}
