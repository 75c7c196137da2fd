namespace Catchment.Protocols.Modbus;

/// <summary>How a device is asked.</summary>
public sealed record ModbusClientOptions
{
    /// <summary>Host name or address.</summary>
    public required string Host { get; init; }

    /// <summary>TCP port.</summary>
    public int Port { get; init; } = 502;

    /// <summary>The framing.</summary>
    public ModbusFraming Framing { get; init; } = ModbusFraming.Tcp;

    /// <summary>How long a request may take, with its connection when there is none yet.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The clock of the time-out.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
