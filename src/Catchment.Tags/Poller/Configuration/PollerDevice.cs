using System.Collections.Immutable;

namespace Catchment.Tags.Poller.Configuration;

/// <summary>A device that is enabled, with what its port says. Source: <c>tags</c> 10, 10.1.</summary>
public sealed record PollerDevice
{
    /// <summary>Its name, the member of the document and the beginning of its tags' keys.</summary>
    public required string Name { get; init; }

    /// <summary>Its <c>deviceType</c> as it is written.</summary>
    public required string TypeText { get; init; }

    /// <summary>How it is asked.</summary>
    public PollerProtocol Protocol { get; init; }

    /// <summary>Where it is asked, for people; empty: nowhere.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>How long a request may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>From the beginning of one scan to the next.</summary>
    public TimeSpan ScanTime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often a request that was not answered is sent again at once.</summary>
    public int RetryCount { get; init; }

    /// <summary>The longest pause between two tries of a device that does not answer.</summary>
    public TimeSpan AutoRecoverTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Devices with the same text are asked one after the other; null: with all others at once.</summary>
    public string? Sequence { get; init; }

    /// <summary>What is wrong with its configuration, so that it is not polled; null: nothing.</summary>
    public string? Problem { get; init; }

    /// <summary>Its tags, with different ids.</summary>
    public ImmutableArray<PollerTag> Tags { get; init; } = [];

    /// <summary>How it is asked over Modbus; null: it is not.</summary>
    public ModbusDevice? Modbus { get; init; }

    /// <summary>How it is asked over OPC UA; null: it is not.</summary>
    public OpcUaDevice? OpcUa { get; init; }

    /// <summary>How it is asked over IEC 60870-5-104; null: it is not.</summary>
    public Iec104Device? Iec104 { get; init; }

    /// <summary>How it is asked over SNMP; null: it is not.</summary>
    public SnmpDevice? Snmp { get; init; }

    /// <summary>Whether its entries have the member <c>error_details</c>. Source: <c>tags</c> 9.1.</summary>
    public bool TellsDetails => Protocol is PollerProtocol.OpcUa or PollerProtocol.Iec104;

    /// <summary>Whether a running poller of the other does as this one wants.</summary>
    /// <param name="other">The other.</param>
    public bool IsSameAs(PollerDevice other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return this with { Tags = [] } == other with { Tags = [] } && Tags.SequenceEqual(other.Tags);
    }
}
