namespace Catchment.Protocols.Mqtt;

/// <summary>One property of MQTT 5.0: a number, a text, bytes, or a name with a text, as its id demands.</summary>
/// <param name="Id">What it is.</param>
/// <param name="Number">The number, if it is one.</param>
/// <param name="Text">The text, or the value of a user property.</param>
/// <param name="Name">The name of a user property.</param>
/// <param name="Data">The bytes, if it is some.</param>
public readonly record struct MqttProperty(
    MqttPropertyId Id, uint Number = 0, string Text = "", string Name = "", ReadOnlyMemory<byte> Data = default);
