namespace Catchment.Tags.Poller.Configuration;

/// <summary>How a Modbus device is asked. Source: <c>tags</c> 10.1.</summary>
public sealed record ModbusDevice
{
    /// <summary>Host name or address.</summary>
    public string Host { get; init; } = "";

    /// <summary>TCP port.</summary>
    public int Port { get; init; } = 502;

    /// <summary>The unit behind it.</summary>
    public byte Unit { get; init; } = 1;

    /// <summary>The serial line, for messages.</summary>
    public string SerialPort { get; init; } = "";

    /// <summary>The pause between two requests.</summary>
    public TimeSpan PacketDelay { get; init; }

    /// <summary>The most registers in one request.</summary>
    public int AnalogBlockSize { get; init; } = 125;

    /// <summary>The most bits in one request.</summary>
    public int DigitalBlockSize { get; init; } = 512;

    /// <summary>A single register is written with the function for many.</summary>
    public bool WritesBlocks { get; init; }
}
