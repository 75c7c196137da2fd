using Catchment.Protocols.Iec104;

namespace Catchment.Tags.Poller.Configuration;

/// <summary>How an IEC 60870-5-104 station is asked. Source: <c>tags</c> 10.1.</summary>
public sealed record Iec104Device
{
    /// <summary>Host name or address.</summary>
    public required string Host { get; init; }

    /// <summary>TCP port.</summary>
    public int Port { get; init; } = 2404;

    /// <summary>The common address of the station's ASDUs.</summary>
    public int CommonAddress { get; init; } = 1;

    /// <summary>Windows and times.</summary>
    public Iec104Parameters Parameters { get; init; } = new() { T3 = TimeSpan.FromSeconds(30) };

    /// <summary>The sizes of the fields.</summary>
    public AsduFormat Format { get; init; } = AsduFormat.Standard;

    /// <summary>The originator address in requests; 0: none.</summary>
    public byte Originator { get; init; }

    /// <summary>Which time tags commands may have.</summary>
    public Iec104TimeTag TimeTag { get; init; }

    /// <summary>Whose wall clock time tags tell.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Whether commands are selected before they are executed.</summary>
    public Iec104Selection Selection { get; init; }

    /// <summary>From one interrogation of a connection to the next; zero: there is the first one only.</summary>
    public TimeSpan InterrogationInterval { get; init; } = TimeSpan.FromSeconds(60);
}
