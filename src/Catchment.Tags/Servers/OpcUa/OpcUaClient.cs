namespace Catchment.Tags.Servers.OpcUa;

/// <summary>A client of the OPC UA server: a connection with its session, one of them without the other, or several sessions of one connection.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="IsConnected">Its connection is there; false: its session waits for it to come again.</param>
/// <param name="Since">When the connection came, in Unix seconds.</param>
public sealed record OpcUaClient(string Address, bool IsConnected, double Since)
{
    /// <summary>How its channel is kept safe, for example <c>Basic256Sha256, SignAndEncrypt</c>; null: it has none yet.</summary>
    public string? Security { get; init; }

    /// <summary>As it calls its session; null: it has none.</summary>
    public string? Session { get; init; }

    /// <summary>Its application's URI, as it says; null: it has no session.</summary>
    public string? Application { get; init; }

    /// <summary>The user's name; null: anonymous, or there is no session.</summary>
    public string? User { get; init; }

    /// <summary>The session's subscriptions.</summary>
    public int Subscriptions { get; init; }

    /// <summary>Values that the session watches.</summary>
    public int MonitoredItems { get; init; }

    /// <summary>Requests that were answered on the connection.</summary>
    public long Requests { get; init; }

    /// <summary>Those of them that were refused as a whole.</summary>
    public long Refused { get; init; }

    /// <summary>The status of the last one that was refused, by its name; null: none was.</summary>
    public string? LastError { get; init; }
}
